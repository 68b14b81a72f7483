"""The sentences of a report that assert something: each is checked, written and kept as data."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields

import pandas as pd

from helpers.analysis.claims.claim import Claim, ClaimError, ClaimRow, KnownRows, Truth, judge_all
from helpers.reports.citations import Citations
from helpers.words.language import read_claim_kinds

_OPEN = "_open"


@dataclass(frozen=True)
class Assertion:
    """A sentence and one thing that it asserts.

    Attributes:
        sentence: As written, in the language of the report.
        message: The message of the catalogue that it is made of; empty for an analyst's own words.
        truth: `true`, or `open` where the message says so.
        claim: What it asserts.
    """

    sentence: str
    message: str
    truth: Truth
    claim: ClaimRow


@dataclass(kw_only=True)
class Assertions(Citations):
    """The claims asserted so far, in the order in which they were written."""

    claims: list[Assertion] = field(default_factory=list)

    @property
    def known_rows(self) -> KnownRows:
        """The data its claims are judged on."""
        raise NotImplementedError

    def judge(self, *claims: Claim) -> Truth:
        """Return the worst of what some claims are."""
        return judge_all(claims, self.known_rows)

    def holds(self, *claims: Claim) -> bool:
        """Return whether all of some claims are true, so that they may be written plainly."""
        return self.judge(*claims) == "true"

    def claim(self, key: str, *claims: Claim, **values: object) -> str:
        """Return a message that asserts something, once it is known to be true.

        The message names the kind of the first claim. A claim that is open is written by the
        message `<key>_open`, which says what is open.

        Raises:
            ClaimError: A claim is false or cannot be verified, it is open and the catalogue has
                no open wording, or the message is not one for claims of this kind.
        """
        truth = self.judge(*claims)
        if truth == "open":
            key += _OPEN
        kind = read_claim_kinds().get(key)
        if truth not in ("true", "open") or kind != claims[0].kind:
            told = "; ".join(str(claim.tell()) for claim in claims)
            raise ClaimError(f"message {key!r} for {kind or 'no'} claims, {truth}: {told}")
        sentence = self.say(key, **values)
        self._keep(sentence, key, claims)
        return sentence

    def claim_own(self, sentence: str, *claims: Claim) -> str:
        """Return a sentence of an analyst's own, once all that it asserts is known to be true.

        Raises:
            ClaimError: There is no claim, or one is not true.
        """
        truth = self.judge(*claims) if claims else "unverifiable"
        if truth != "true":
            told = "; ".join(str(claim.tell()) for claim in claims)
            raise ClaimError(f"{sentence!r} is {truth}: {told}")
        self._keep(sentence, "", claims)
        return sentence

    def _keep(self, sentence: str, message: str, claims: Iterable[Claim]) -> None:
        for one in claims:
            truth = one.judge(self.known_rows)
            self.claims.append(Assertion(sentence.strip(), message, truth, one.tell()))


def tabulate_claims(report: Assertions, as_of: str) -> pd.DataFrame:
    """Return what a report asserts as a table, one row for each claim, in the order written."""
    rows = [
        {"sentence": one.sentence, "message": one.message, "truth": one.truth, **asdict(one.claim)}
        for one in report.claims
    ]
    names = ["sentence", "message", "truth", *(column.name for column in fields(ClaimRow))]
    return pd.DataFrame(rows, columns=names, dtype="str").assign(as_of=as_of)
