"""Readable names for the banks of a BIC list, which has them in upper-case ASCII with branches and legal forms."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["readable", "short", "words"]

_LEGAL = (
    "LTD LIMITED CO PLC INC INCORPORATED AG SA NV BV SPA NA AS ASA AB ABP OYJ SE JSC OJSC PJSC CJSC PSC BSC SAOG SAK "
    "SAKP SAL SARL BERHAD BHD TBK LLC LLP GMBH EAD AD DD UA LP PTY PTE SAU SAS SPOLKA AKCYJNA KGAA NPL CA CORP"
)
# Initials that a vowel would make look like a word.
_VOWELLED = (
    "ABN ABC ACE ADCB AIA AIG AMRO ANZ ARN ATB BAC BAI BBVA BCEAO BCI BEA BEAC BIAT BICIM BIL BIS BMCE BMI BMO BNI BOA "
    "BOC BOCI BOK BOM BPI BRAC BRED BSI BTA CACEIS CGD CIB CIBC CIC CIMB CITIC CLSA DIB EBI EBS EFG HBOS IBK IBL ICBC "
    "ICIC ICICI IDBI IFC IFCI III IMC ING IOOF KBI KEB KIA MUFG NAB NIC NIBC NLB OCBC OTP PICC RBI RCI SBI SEB SPD SSE "
    "TBC UAE UBA UBAF UBI UBL UBS UCO UOB USA VUB"
)
_UNSTRESSED = (
    "al and at by da das de del della der des di do dos du e el en et for fuer fur in la las le les of on or pour the "
    "to und van von y"
)
_SHARED = "AND BANK BANCO BANQUE BANCA BRANCH CHINA COMMERCIAL INTERNATIONAL OF THE FOR DE"

_LEGAL_FORMS = frozenset(_LEGAL.split())
_INITIALS = frozenset(_VOWELLED.split())
_SMALL = frozenset(_UNSTRESSED.split())
_ORDINARY = frozenset(_SHARED.split())

_FORMER = re.compile(r"\(?\s*\b(FORMERLY|FORMALLY|FORMELY|FORMER)\b.*$")
_BRANCH = re.compile(r"(,[^,]*|\s+\S+)\sBRANCH$")
_SPACES = re.compile(r"\s+")


def words(name: str) -> frozenset[str]:
    """The words that tell one bank's name from another's: no legal form, no "bank", no "of"."""
    return frozenset(re.findall(r"[A-Z0-9]{2,}", name.replace(".", ""))) - _LEGAL_FORMS - _ORDINARY


def short(raw: str, *, places: bool) -> str:
    """The name without former names, branch and legal form, and without parentheses unless `places`.

    >>> short("MIZUHO BANK (CHINA), LTD. SHENZHEN BRANCH", places=False)
    'MIZUHO BANK'
    """
    name = _SPACES.sub(" ", _FORMER.sub("", raw)).strip()
    name = _BRANCH.sub("", name)
    if not places:
        name = _SPACES.sub(" ", re.sub(r"\([^)]*\)?", " ", name))
    name = re.sub(r"[, ]+THE$", "", name.strip(" ,-")).removeprefix("THE ")
    return _without_legal_form(name).strip(" ,-") or raw.strip()


def _without_legal_form(name: str) -> str:
    kept = name.split(" ")
    while len(kept) > 1 and _is_legal(kept[-1]) and kept[-2] not in ("AND", "UND", "ET", "U."):
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
