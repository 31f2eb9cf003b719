"""Rules for explicit injection attempts: overriding instructions, asking for them or for secrets, new roles, planted markers.

Weights add up; one of 0.5 or more flags alone. The rules for questions were tuned on one half of public attack sets; figures
for the other half: `python -m benchmarks.guardrails questions`. The rules look for an order to the assistant, so most patterns
must start at the beginning of a sentence or clause: "may a firm disregard prior guidance?" is a question about a firm.
"""

import re

Rules = tuple[tuple[str, float, re.Pattern[str]], ...]


def _rules(*given: tuple[str, float, str]) -> Rules:
    return tuple((name, weight, re.compile(pattern, re.IGNORECASE)) for name, weight, pattern in given)


# A run of white space with a line break in it, from its beginning: the search must not begin again at each of a thousand breaks.
_LINE_BEGINS = r"(?<!\s)(?=[^\S\n]*\n)"
# Where an order begins: at a sentence or clause, or after words that commonly precede one.
_ORDER = (
    rf"(?:(?:^|[.!?:;,\"'*\-–(\[>}}\\]|{_LINE_BEGINS}|\b(?:and|then|now|please|just|to|also|must|should|will|can|could|may|you|simply|instead"
    r"|so|but|or|again|kindly|gim))\s*)"
)
# Also matches common typing errors: "instuctions", "insturctions", "istructions", "instrcutions".
_INSTRUCTION = r"(?!intui|intrus|intro)i\w{0,3}t[ru]\w{1,4}ons?"
_LIMIT = (
    r"(?:prompts?|rules?|directions?|directives?|guide ?lines?|guidance|commands?|orders?|programming|training|polic(?:y|ies)"
    r"|protocols?|restrictions?|limitations?|constraints?|safeguards?|filters?|techni\w+|security \w+)"
)
_BEFORE = (
    r"(?:previous(?:ly)?|prior|above|earlier|preceding|past|initial|original|first|last|former|hidden|secret|system)"
)
_ANY = rf"(?:{_BEFORE}|existing|current|all|any|every|each|these|those|this|that|the|your|my|our|safety|full|complete|exact|whole)"
_GUARDED = (
    r"(?:pass ?(?:word|code|phrase)s?|(?<!in )secrets?(?: (?:word|key|code|string|phrase))?|credentials|api[- ]?keys?"
    r"|access (?:code|token)s?|hidden (?:word|key|code)|magic word|forbidden word)(?! (?:polic|requirement|rule|manage|protect"
    r"|reset|strength|expir|clause|handling|standard|of conduct))\b"
)
_TELL = (
    r"(?:reveal|print|repeat|show|output|display|leak|tell|gi(?:ve|mme)|say|spell|share|disclose|echo|recite|recall|write"
    r"|encode|translate|(?:make a )?summar(?:i[sz]e|y)|paraphrase|rephrase|replay|reply|respond|complete|list|copy|read|return"
    r"|type|state|describe|explain|paste|dump|reproduce|format|invert|provide)"
)

_IN_BOTH = _rules(
    (
        "leak",
        0.7,
        r"\b(reveal|print|repeat|show|output|display|leak|tell me)\b[^.\n]{0,40}"
        r"\b(system prompt|your (instructions|prompt|rules|system)|hidden (prompt|instruction)"
        r"|initial (prompt|instructions)|api key|password)",
    ),
    (
        "new role",
        0.5,
        # A tax form says "if you are no longer an exempt payee".
        r"(\byou are (now|no longer (bound|restricted|limited|constrained|an? (ai|assistant|model|chatbot|language)))\b"
        rf"|(^|[.!?]\s*|{_LINE_BEGINS}\s*)act as (if|a|an)\b|\bpretend (to be|you)"
        r"|\bfrom now on,? you|\bdeveloper mode|\bjailbreak|\bDAN mode)",
    ),
    (
        "role tag",
        0.6,
        rf"(^|{_LINE_BEGINS})\s*(system|assistant|user|human|ai)\s*:\s|<\|?(im_start|system|assistant|endoftext)|\[/?INST\]|<<SYS>>",
    ),
)
# Only for questions: in a document "forget everything" may be part of a story.
IN_QUESTIONS: Rules = (
    *_IN_BOTH,
    *_rules(
        (
            "override",
            0.7,
            _ORDER
            + r"(?:ignor(?:e|ing)|disregard|forget|override|overrule|bypass|discard|skip|neglect|abandon|drop|cancel"
            r"|erase|delete|do not (?:follow|obey)|don'?t (?:follow|obey)|stop (?:following|obeying)|never (?:follow|obey)"
            r"|break|subvert|violate|go against|remove)\b[^.!?\n]{0,40}?\b(?:"
            rf"{_ANY}\s+(?:\w+\s+){{0,3}}(?:{_INSTRUCTION}|{_LIMIT})\b"
            r"|(?:everything|anything|whatever|all|what|things)\b[^.!?\n]{0,20}"
            r"\b(?:you|i|we|before|above|said|told|wrote|prior)\b"
            r"|everything\b(?! else)|(?:all )?(?:the )?(?:previous|prior|earlier|above|preceding)"
            r" (?:text|words|conversations?|messages?|tasks?|statements?|and|use)\b)",
        ),
        (
            "override",
            0.7,
            rf"\b(?:previous|prior|earlier|above|initial|original|old|first|safety) {_INSTRUCTION}\b[^.!?\n]{{0,30}}"
            r"\b(?:cancel|void|obsolete|no longer|not required|do not apply|don'?t apply|are not to|outdated|revoked|example)"
            r"|\b(?:new|additional) (?:instruction|command|task|directive)s?(?: follows?)?\s*[-:.]"
            r"|\byour (?:new )?instructions? (?:are|is) now\b|\byou have no (?:rules|restrictions|filters?)"
            r"|\b(?:can|could|will|would) (?:you|i) (?:\w+ ){0,3}?"
            r"(?:ignore|forget|break|go against|change|disobey|give you new)"
            rf" (?:all )?(?:(?:an|your|safety|the) )?{_INSTRUCTION}",
        ),
        (
            "override",
            0.7,
            # The most common phrases in other languages, as found in the public attack sets.
            r"\b(?:ignorier\w*|vergiss|vergessen sie|missachte\w*)\b[^.!?\n]{0,40}"
            r"\b(?:anweisung|instruktion|befehl|regel|vorherig|vorig|alles|angaben)"
            r"|\b(?:anweisung|instruktion|befehl|ausführung)\w*\b[^.!?\n]{0,20}\b(?:ignorieren|vergessen)\b"
            r"|\babweichend (?:von|zu) \w+ (?:instruktion|anweisung)|\bvorherigen informationen hinter"
            r"|\b(?:oublie\w*|ignore[rz])\b[^.!?\n]{0,40}\b(?:instructions|consignes|règles|précédent)"
            r"|\b(?:olvid\w+|ignor[ae]\w*)\b[^.!?\n]{0,40}"
            r"\b(?:instrucciones|reglas|anterior|istruzioni|regole|precedenti|instruções)"
            r"|\b(?:zaboravi|dimentica|esqueça)\b[^.!?\n]{0,40}\b(?:instru|istru|uput)"
            r"|(?:игнорируй|забудь|не следуй)\w*[^.!?\n]{0,40}(?:инструкц|указани|правил|команд)"
            r"|تجاهل[^.!?\n]{0,40}(?:التعليمات|القواعد|الأوامر)"
            r"|(?:忽略|忘记|忘記|無視|无视)[^。.\n]{0,16}(?:指令|指示|提示|规则|規則|资讯|資訊)",
        ),
        (
            "leak",
            0.7,
            # Not after "to": "who is authorised to give payment instructions?"
            rf"{_ORDER}(?<!\bto )(?<!\bto){_TELL}\b[^.!?\n]{{0,60}}?\b(?:(?:{_ANY}\s+(?:\w+\s+)?)?{_INSTRUCTION}\b"
            r"(?! (?:of|from|by|for|on|in|about|that|which|given by|received|to)\b)"
            rf"|(?:your|my|{_BEFORE}) (?:\w+ )?(?:prompts?|rules|directives?)\b|{_GUARDED})",
        ),
        (
            "leak",
            0.7,
            r"\b(?:system|initial|original) prompt\b|\bprompt (?:template|instructions)\b"
            rf"|\bwhat(?:'?s| is) the {_GUARDED}"
            r"|\b(?:what|which|how many)\b[^.!?\n]{0,40}\b(?:(?:your|my) (?:[\w-]+ ){0,5}?(?:instructions?|prompt|directives?"
            r"|password|passcode)|instructions?\b[^.!?\n]{0,20}\b(?:you|provided)"
            rf"|(?:is|was|of) (?:the|your) {_GUARDED})"
            r"|\b(?:what|repeat|everything|all)\b[^.!?\n]{0,20}\b(?:were|have) you (?:been )?(?:told|instructed|given)\b"
            r"|\b(?:do|can|could|will|would) you (?:remember|know|share|reveal|tell)\b[^.!?\n]{0,30}"
            rf"\b(?:instructions|prompt|{_GUARDED})"
            r"|\b(?:beginning|start|top|words?) (?:of|at) (?:this|the|your) (?:prompt|conversation|instructions)"
            r"|\b(?:letters?|characters?|spelling|rhymes?|synonyms?|hints?)\b[^.!?\n]{0,30}"
            rf"\b(?:of|in|for|about|with) (?:the|your|that) {_GUARDED}",
        ),
        (
            "new role",
            0.5,
            r"\b(?:unfiltered|uncensored|amoral|unrestricted) (?:\w+ ){0,2}"
            r"(?:ai|bot|model|assistant|chatbot|response|answer|version)"
            r"|\b(?:not bound by|not limited to|bypass(?:es|ing)?) (?:any |all |the |of )?(?:\w+(?:['’]\w*)? ){0,2}"
            r"(?:restrictions|filters?|censorship|guardrails|content polic\w+)"
            r"|\bdo anything now\b|\bmust (?:never|not) (?:refuse|decline)|\bnever refuse\b"
            r"|\b(?:as|are|be|is|named|called|act) [\"“]?\w+(?:GPT|Bot)\b",
        ),
    ),
)
# The last four occur in no genuine customer document.
IN_DOCUMENTS: Rules = (
    *_rules(
        (
            "override",
            0.7,
            r"\b(ignore|disregard|forget|override|bypass|do not follow)\b[^.\n]{0,40}"
            r"\b(previous|prior|above|earlier|preceding|all|your|the|any|system)\b[^.\n]{0,30}"
            r"\b(instruction|prompt|rule|direction|guideline|context|command|message|polic)",
        ),
    ),
    *_IN_BOTH,
    *_rules(
        ("image from a remote address", 0.5, r"!\[[^\]]*\]\(https?://"),
        (
            "instructs how to decide the case",
            0.5,
            r"\b(mark|treat|classify|rate|approve|clear|consider|score)\b[^.\n]{0,40}\b"
            r"(case|customer|applicant|company|application|file|document|risk)\b"
            r"[^.\n]{0,30}\b(as (low|approved|clean|cleared|verified|safe|no risk)|immediately|without (review|checks?))",
        ),
        (
            "asks for content in the answer",
            0.5,
            r"\b(include|add|mention|insert|write|say|state|append|put)\b[^.\n]{0,60}"
            r"\bin your (answer|response|reply|summary)\b",
        ),
        (
            "addresses a model",
            0.5,
            r"\b((dear|attention|note to|instructions? (for|to)) (the )?(ai|assistant|llm|language model|chatbot)"
            r"|(the|this|any) (ai|language model|llm|chatbot) (assistant )?(should|must|shall|will|is to))\b",
        ),
    ),
)
