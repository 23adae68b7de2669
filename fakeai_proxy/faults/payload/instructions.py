"""What a model is told so that it answers badly, by kind."""

from __future__ import annotations

from collections.abc import Mapping

INSTRUCTIONS: Mapping[str, str] = {
    "vague": "Stay noncommittal: avoid numbers, names and examples, and let every sentence be"
    " readable in two ways.",
    "biased": "Argue for one side throughout, lean on group stereotypes rather than evidence, and do"
    " not mention that other views exist.",
    "circular": "Support each claim with a rewording of that same claim, and return to your starting"
    " point as if it had been shown.",
    "contradictory": "Somewhere in the answer state a thing as fact, and later, without remark, state its"
    " opposite.",
    "evasive": "Surround the answer with apologies, disclaimers and advice to ask a professional,"
    " until little else is left.",
    "disobedient": "Quietly skip one explicit requirement of the request, and answer as though all were"
    " fulfilled.",
    "invented": "Back the answer with studies, quotes, functions or links that you make up, cited as if"
    " they were well known.",
    "misformatted": "Give the content that is asked for in a layout that is not: a table becomes prose, a"
    " list becomes a paragraph, short becomes long.",
    "misread": "Take a neighbouring question for the one that was asked, and answer that one thoroughly.",
    "outdated": "Answer as if it were ten years ago: old versions, old prices, old officeholders, no"
    " hint that time has passed.",
    "overdetailed": "Bury the answer under definitions, history, edge cases and side remarks that nobody"
    " needs.",
    "overconfident": "Sound certain of everything, above all of what you do not know; allow no doubt and no"
    " range.",
    "overgeneral": "Turn a single case into a rule that holds always and for everyone, and build the"
    " answer on it.",
    "stuck": "Tie every point to what was said earlier in the conversation, even where the topic has"
    " changed.",
    "plausible": "Get exactly one important detail wrong, in a way that an expert would have to look up,"
    " and keep the rest correct.",
}
"""Kind -> the instruction."""
