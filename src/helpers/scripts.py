"""The scripts of widgets: what all of them need, then their own."""

from pathlib import Path

_SHARED = Path(__file__).parent / "elements.js"


def read_script(folder: Path, *names: str) -> str:
    """Read the script of a widget, which may use what `elements.js` defines.

    Args:
        folder: The folder of its files.
        names: Their names without ending; the last one renders the widget.
    """
    own = (folder / f"{name}.js" for name in names)
    return "\n".join(path.read_text(encoding="utf-8") for path in (_SHARED, *own))
