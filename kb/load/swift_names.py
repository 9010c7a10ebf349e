"""Readable names for the banks of a BIC list, which has them in upper-case ASCII with branches and legal forms."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["readable", "short", "words"]

_LEGAL = (
    "LTD LIMITED CO PLC INC INCORPORATED AG SA NV BV SPA NA AS ASA AB ABP OYJ SE JSC OJSC PJSC CJSC PSC BSC SAOG SAK "
    "SAKP SAL SARL BERHAD BHD TBK LLC LLP GMBH EAD AD DD UA LP PTY PTE SAU SAS SPOLKA AKCYJNA KGAA NPL CA CORP"
)
_LEGAL_FORMS = frozenset(_LEGAL.split())
_FORMER = re.compile(r"\(?\s*\b(FORMERLY|FORMALLY|FORMELY|FORMER)\b.*$")
_BRANCH = re.compile(r"(,[^,]*|\s+\S+)\sBRANCH$")
_SPACES = re.compile(r"\s+")

# Initials that a vowel would make look like a word.
_INITIALS = frozenset(
    "ABN ABC ACE ADCB AIA AIG AMRO ANZ ARN ATB BAC BAI BBVA BCI BEA BIAT BICIM BIS BMCE BMI BMO BNI BOC BOCI BOK BOM BPI "
    "BRAC BRED BSI BTA CACEIS CIB CIBC CIC CIMB CLSA DIB DZ EBS EFG GE HBOS IBK IBL ICBC ICICI IDBI IFC IFCI IMC ING "
    "IOOF KBI KEB KIA MUFG NAB NIC NIBC NLB OCBC OP OTP RBI RCI SBI SEB SG UBA UBAF UBI UBL UBS UCO UOB US USA "
    "VUB BIL BCEAO BEAC BOA CGD CITIC EBI ICIC PICC SPD SSE TBC UAE III AJ".split()
) 
_SMALL = frozenset(
    "al and at by da das de del della der des di do dos du e el en et for fuer fur in la las le les of on or pour "
    "the to und van von y".split()
)
_ORDINARY = frozenset("AND BANK BANCO BANQUE BANCA BRANCH CHINA COMMERCIAL INTERNATIONAL OF THE FOR DE".split())


def words(name: str) -> frozenset[str]:
    """The words that tell one bank's name from another's: no legal form, no "bank", no "of"."""
    return frozenset(re.findall(r"[A-Z0-9]{2,}", name.replace(".", ""))) - _LEGAL_FORMS - _ORDINARY


def short(raw: str, *, places: bool) -> str:
    """The name without former names, branch and legal form, and without parentheses unless `places`.

    >>> short("MIZUHO BANK (CHINA), LTD. SHENZHEN BRANCH", places=False)
    'MIZUHO BANK'
    """
    name = _SPACES.sub(" ", _FORMER.sub("", raw)).strip()
    name = _BRANCH.sub("", name) if not name.startswith("BRANCH") else name
    if not places:
        name = _SPACES.sub(" ", re.sub(r"\([^)]*\)?", " ", name))
    name = re.sub(r"[, ]+THE$", "", name.strip(" ,-")).removeprefix("THE ")
    return _without_legal_form(name).strip(" ,-") or raw.strip()


def _without_legal_form(name: str) -> str:
    kept = name.split(" ")
    while len(kept) > 1 and _is_legal(kept[-1]):
        last = kept.pop()
        if last.startswith(("LTD", "LIMITED")) and kept[-1] in ("COMPANY", "PRIVATE") and len(kept) > 1:
            kept.pop()
    return " ".join(kept)


def _is_legal(word: str) -> bool:
    parts = [part for part in re.split(r"[,./]+", word) if part]
    return "".join(parts) in _LEGAL_FORMS or all(part in _LEGAL_FORMS for part in parts)


def readable(name: str) -> str:
    """Upper case to title case; initials stay as they are.

    >>> readable("DBS BANK OF NEW SOUTH WALES")
    'DBS Bank of New South Wales'
    """
    return "".join(_cased(re.split(r"([^A-Z0-9']+)", name)))


def _cased(parts: Iterable[str]) -> Iterable[str]:
    first = True
    for part in parts:
        yield _word(part, first=first)
        first = first and not part


def _word(word: str, *, first: bool) -> str:
    if not first and word.lower() in _SMALL:
        return word.lower()
    if word in ("LTD", "CO", "ST", "MR", "DR", "LTDA"):
        return word.capitalize()
    initials = word in _INITIALS or len(word) < 3 or not re.search(r"[AEIOUY]", word) or re.search(r"\d", word)
    return word if initials else word.capitalize()
