"""Numbers in digits, wherever a reader or another program sees them."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

# As many digits of a decimal number as a binary fraction always keeps.
_DIGITS_KEPT = 15
_MOST_DIGITS = 400


def write_digits(number: float | Decimal, digits: int = _DIGITS_KEPT) -> str:
    """Return a number in digits, never as a power of ten.

    Args:
        number: A finite number.
        digits: Significant digits of its fraction; those before the decimal point all stay.

    Returns:
        Such as `104630` or `0.000001`: without zeros at the end of a fraction, and without the
        noise of binary ones.
    """
    exact = Decimal(number if isinstance(number, (Decimal, int)) else repr(float(number)))
    decimals = max(0, digits - 1 - exact.adjusted()) if exact else 0
    with localcontext(prec=_MOST_DIGITS):
        text = f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN):f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if plain == "-0" else plain
