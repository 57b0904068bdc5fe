"""What the page says, without saying it: one name for each string."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The strings of one language; `{names}` are filled in with `str.format`."""

    html_lang: str
    tagline: str
    language: str
    # Asking
    question: str
    question_placeholder: str
    ask: str
    passages_shown: str
    examples: str
    no_examples: str
    collection_facts: str
    # What came of it
    results: str
    found_count: str
    found_time: str
    nothing_answers: str
    nearest_passages: str
    nothing_found: str
    empty_collection: str
    empty_question: str
    failed: str
    # A hit
    paragraph: str
    page: str
    date: str
    source: str
    author: str
    url: str
    open_source: str
    copy_quote: str
    copied: str
    why: str
    why_meaning_first: str
    why_meaning_rank: str
    why_words: str
    why_pieces: str
    why_no_words: str
    matched_words: str
    # Narrowing and what was asked before
    syntax_hint: str
    filters: str
    filter_documents: str
    filter_since: str
    filter_until: str
    section: str
    filter_section_hint: str
    filter_where: str
    clear_filters: str
    narrowed_to: str
    nothing_left: str
    past_questions: str
    moved_more: str
    moved_less: str
    forget_marks: str
    # Keeping an answer
    export_as: str
    exported: str
    rank: str
    confidence: str
    title: str
    place: str
    page_no: str
    quote_start: str
    quote_end: str
    quote: str
    reference: str
    cite: str
    style_plain: str
    copy: str
    # Around a hit
    also_in: str
    only_nearest: str
    missing_phrases: str
    more_like_this: str
    less_like_this: str
    neighbours: str
    passage_before: str
    passage_after: str
    no_neighbours: str
    related: str
    near_duplicates: str
    related_passages: str
    nothing_related: str
    reason_sentence: str
    reason_words: str
    reason_meaning: str
    loading: str
    not_loaded: str
    # Why a hit is one
    answering_sentence: str
    score_parts: str
    part_each_word: str
    part_sentence: str
    part_meaning: str
    part_words: str
    part_numbers: str
    part_other: str
    list_separator: str
    clause_separator: str
    probability: str
    confidence_very_likely: str
    confidence_likely: str
    confidence_perhaps: str
    confidence_unlikely: str
    # The source of a hit
    back: str
    to_passage: str
    view_readable: str
    view_verbatim: str
    outline: str
    hit_number: str
    hit_before: str
    hit_after: str
    file: str
    format_and_encoding: str
    fingerprint: str
    characters: str
    replaced: str
    standing_verified: str
    standing_moved_on: str
    standing_changed: str
    standing_gone: str
    unknown_passage: str
    # The views
    tab_ask: str
    tab_compare: str
    tab_map: str
    # Comparing
    side_a: str
    side_b: str
    document_a: str
    document_b: str
    swap: str
    choose_two: str
    too_few_documents: str
    shared_with: str
    kind_verbatim: str
    kind_same: str
    kind_reworded: str
    kind_related: str
    only_a: str
    only_b: str
    kind_count: str
    disagree_count: str
    nothing_in_common: str
    moved: str
    likeness: str
    open_side: str
    source_short: str
    numbers_disagree: str
    dates_disagree: str
    names_disagree: str
    # What documents share
    overlap: str
    find_overlap: str
    nothing_shared: str
    heat_map: str
    heat_map_explained: str
    left_out: str
    document: str
    none_shared: str
    heat_cell: str
    most_alike: str
    pair_verbatim: str
    pair_reworded: str
    earlier: str
    earliest: str
    most_shared: str
    in_documents: str
    places: str
    # The map
    map_label: str
    map_count: str
    map_sample: str
    map_no_question: str
    map_question: str
    map_explained: str
    question_sign: str
    clusters: str
    zoom_in: str
    zoom_out: str
    zoom_all: str
    # What is being done
    step_working: str
    step_reading: str
    step_runs: str
    step_sentences: str
    step_layout: str
    step_names: str
