"""nbconvert as a user calls it, with the browser of the system: it only knows one of its own."""

import shutil
from typing import Any

from nbconvert.nbconvertapp import main
from playwright.async_api import BrowserType

_launch = BrowserType.launch


async def _launch_that_of_the_system(self: BrowserType, **options: Any) -> Any:
    return await _launch(self, executable_path=shutil.which("chromium"), **options)


if __name__ == "__main__":
    BrowserType.launch = _launch_that_of_the_system  # type: ignore[method-assign]
    main()
