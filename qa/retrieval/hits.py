"""Candidates as hits: cited, with what is to be marked in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from corpus import Document, Passage, fold, index_terms, width

from ..answer import Citation, Hit, Span, Why
from ..collection.collection import Collection
from ..text_reuse.near_duplicates import near_duplicate_groups
from .announcements import MOST_ITEMS, announces, with_list
from .answering_sentence import (
    SentenceMatches,
    answering,
    sentence_features,
    sentence_model,
)
from .asked_number import AskedNumber
from .diversity import take_turns
from .explanation import contributions, word_weights
from .features import ranking_features
from .headlines import LONGEST, is_headline
from .neighbours import AS_WELL, Scored, joined, passage_after, passage_before, with_neighbours
from .question import Question
from .rank import Ranked
from .retrieve import Candidates
from .scope import Scope
from .telling_words import telling_words

_LOOKED_AT = 10  # candidates for each hit asked for; near duplicates score nearly alike
_JOINED = 2  # candidates for each hit asked for that are joined with others


def cited_hits(
    collection: Collection,
    asked: Question,
    found: Candidates,
    ranked: Sequence[Ranked],
    top: int,
    scope: Scope,
) -> tuple[Hit, ...]:
    """The `top` best candidates as hits, those that say nearly the same as one.

    A passage that has been removed meanwhile is left out. A bare headline gives its place to what
    comes after it. What announces a list is joined with it, and a passage with neighbours that may
    answer too, but never with what is out of `scope` or left out of the ranking. Phrases that are
    required are marked as words are.
    """
    best = ranked[: _LOOKED_AT * top]
    known = collection.store.ids(found.rows[one.place] for one in best)
    there = [one for one in best if found.rows[one.place] in known]
    turns = take_turns([one.score for one in there], [found.documents[one.place] for one in there])
    there = [there[number] for number in turns]
    scores = {one.place: one.score for one in ranked}
    there = _leads_for_headlines(collection, found, there, scores)
    may_be_joined = partial(_may_be_joined, found, scores, scope)
    runs = _runs(collection, found, there[: _JOINED * top], may_be_joined)
    inside = {part.id for place, run in runs.items() for part in run} - {
        found.passages[place] for place in runs
    }
    there = [one for one in there if found.passages[one.place] not in inside]
    wholes = {place: joined(run) for place, run in runs.items()}
    texts = [
        wholes[one.place].text if one.place in wholes else found.texts[one.place] for one in there
    ]
    grouped = near_duplicate_groups(texts, top)
    members = [[there[number] for number in group] for group in grouped]
    shown = [one.place for group in members for one in group]
    alone = collection.store.passages(found.rows[one] for one in shown if one not in runs)
    passages = wholes | {one: alone[found.rows[one]] for one in shown if one not in runs}
    documents = {
        ident: collection.store.document(ident)
        for ident in {passages[one].document_id for one in shown}
    }
    features = ranking_features(found.parts)
    marked = telling_words(asked.text, asked.required)
    idf = collection.words.inverse_frequencies(index_terms(asked.text))
    hits = []
    for rank, (first, *others) in enumerate(members, start=1):
        passage = passages[first.place]
        parts = runs.get(first.place, [passage])
        scored = found.passages[first.place]
        also = [passages[one.place] for one in others]
        matched = [match.span() for match in marked.finditer(fold(passage.text))] if marked else []
        hits.append(
            Hit(
                rank=rank,
                score=first.score,
                confidence=first.confidence,
                passage=passage,
                citation=_cited(passage, documents),
                why=_why(asked.text, idf, found, features, first.place, parts, matched),
                words=_merged([passage.in_document(start, end) for start, end in matched]),
                also_in=tuple(_cited(one, documents) for one in also),
                passages=(scored, *(part.id for part in parts if part.id != scored)),
            )
        )
    return tuple(hits)


def _leads_for_headlines(
    collection: Collection,
    found: Candidates,
    ranked: Sequence[Ranked],
    scores: Mapping[int, float],
) -> list[Ranked]:
    """With the passage that comes after a bare headline in its place, if it is a candidate too.

    Who reads on from the headline comes to it: it is as sure to answer, by a score of its own.
    """
    places = {name: place for place, name in enumerate(found.passages)}
    headlines = _headlines(
        collection,
        [found.rows[one.place] for one in ranked if width(found.texts[one.place]) <= LONGEST],
    )
    kept: dict[int, Ranked] = {}
    for one in ranked:
        place = one.place
        if found.rows[place] in headlines:
            lead = places.get(passage_after(found.passages[place]))
            place = place if lead is None or lead not in scores else lead
        kept.setdefault(place, Ranked(place, scores[place], one.confidence))
    return list(kept.values())


def _headlines(collection: Collection, rows: Sequence[int]) -> set[int]:
    """Which of the passages, by row, are bare headlines."""
    passages = collection.store.passages(rows)
    titles = collection.store.titles({one.document_id for one in passages.values()})
    return {
        row
        for row, one in passages.items()
        if is_headline(one.text, (titles[one.document_id], *one.section))
    }


def _runs(
    collection: Collection,
    found: Candidates,
    ranked: Sequence[Ranked],
    may_be_joined: Callable[[int, str], bool],
) -> dict[int, list[Passage]]:
    """By their places the candidates that are shown with others, and in the order of the document
    all that are shown as one then. None of them is in two."""
    least = max((one.score for one in ranked), default=0.0) - AS_WELL
    likely = {found.passages[one.place]: one for one in ranked if one.score >= least}
    shown: set[str] = set()

    def candidate(name: str) -> Scored | None:
        one = likely.get(name)
        if one is None or name in shown:
            return None
        row = found.rows[one.place]
        return Scored(collection.store.passages([row])[row], one.score)

    runs = {}
    for one in ranked:
        name = found.passages[one.place]
        if name in shown:
            continue
        parts: list[Passage] = []
        if announces(found.texts[one.place]):
            parts = with_list(*_from(collection, found, one.place, may_be_joined))
        if len(parts) < 2 or any(part.id in shown for part in parts):
            parts = []
            if likely.keys() & {passage_before(name), passage_after(name)}:
                row = found.rows[one.place]
                parts = with_neighbours(collection.store.passages([row])[row], candidate)
        shown.update([name, *(part.id for part in parts)])
        if len(parts) > 1:
            runs[one.place] = parts
    return runs


def _may_be_joined(
    found: Candidates, scores: Mapping[int, float], scope: Scope, row: int, passage: str
) -> bool:
    """Whether a passage is in scope, and not one that was found and then left out."""
    if scope.rows is not None and row not in scope.rows:
        return False
    return passage not in found.passages or found.passages.index(passage) in scores


def _from(
    collection: Collection,
    found: Candidates,
    place: int,
    may_be_joined: Callable[[int, str], bool],
) -> tuple[Passage, Sequence[Passage]]:
    """A candidate, and as many passages after it as may be joined to it."""
    rows = collection.store.rows_in(found.documents[place])
    first = rows.index(found.rows[place])
    wanted = rows[first : first + 1 + MOST_ITEMS]
    there = collection.store.passages(wanted)
    following = takewhile(lambda row: may_be_joined(row, there[row].id), wanted[1:])
    return there[wanted[0]], [there[row] for row in following]


def _cited(passage: Passage, documents: Mapping[str, Document]) -> Citation:
    document = documents[passage.document_id]
    quote = document.text[passage.start : passage.end]
    return Citation(document, passage.start, passage.end, quote)


def _why(
    question: str,
    idf: Mapping[str, float],
    found: Candidates,
    features: NDArray[np.float32],
    place: int,
    parts: Sequence[Passage],
    matched: Sequence[Span],
) -> Why:
    passage = joined(parts)
    names = dict.fromkeys(passage.text[start:end] for start, end in matched)
    return Why(
        dense=float(found.cosines[place]),
        late=float(found.parts.absolute[place]),
        lexical=float(found.parts.lexical[place]),
        words=tuple(names),
        weights=word_weights(question, found.words.terms, found.words.parts[place].tolist()),
        sentence=_answering(question, idf, found, place, parts),
        parts=contributions(features[place]),
        lacks_number=bool(found.parts.no_number[place])
        and AskedNumber(question).is_lacked_by(passage.text),
    )


def _answering(
    question: str, idf: Mapping[str, float], found: Candidates, place: int, parts: Sequence[Passage]
) -> Span:
    """Where in the document the sentences stand that answer; the passage where it has none."""
    places = {name: one for one, name in enumerate(found.passages)}
    known = [  # a list may hold others, and some have no tokens
        part
        for part in parts
        if part.id in places
        and len(found.sentences[places[part.id]].matched) == len(part.sentences)
    ]
    if not known:
        return parts[0].start, parts[-1].end
    passage = joined(known)
    each = [found.sentences[places[part.id]] for part in known]
    matches = SentenceMatches(*map(np.concatenate, zip(*each, strict=True)))
    if not passage.sentences or not len(matches.matched):
        return passage.start, passage.end
    texts = [passage.text[start:end] for start, end in passage.sentences]
    foreign = bool(found.parts.foreign[place])
    features = sentence_features(matches, texts, question, idf, foreign=foreign)
    first, last = answering(sentence_model()(features))
    return passage.in_document(passage.sentences[first][0], passage.sentences[last][1])


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping and touching spans as one, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
