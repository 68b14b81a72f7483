"""The scripts of widgets: what all of them need, then their own."""

from pathlib import Path

_SHARED = Path(__file__).parent / "elements.js"


def read_script(own: Path) -> str:
    """Read the script of a widget, which may use what `elements.js` defines.

    Args:
        own: Its file.
    """
    return _SHARED.read_text(encoding="utf-8") + own.read_text(encoding="utf-8")
