"""The one typeface of charts and pages: Noto Sans CJK SC, from files that come with pip."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILY = "Noto Sans CJK SC"


@cache
def find_font_folder() -> Path:
    """Return the folder of the static Noto Sans CJK SC files.

    The package is located without importing it, because importing it changes rcParams.

    Raises:
        FileNotFoundError: The package `mpl-font` is not installed whole.
    """
    spec = find_spec("mpl_font")
    locations = list(spec.submodule_search_locations or []) if spec else []
    for location in locations:
        folder = Path(location) / "fonts" / "noto"
        if any(folder.glob("NotoSansCJKsc-*.otf")):
            return folder
    raise FileNotFoundError("no Noto Sans CJK SC; expected the package mpl-font, installed by pip")


def list_font_files() -> list[Path]:
    """Return the font files in a stable order."""
    return sorted(find_font_folder().glob("NotoSansCJKsc-*.otf"))
