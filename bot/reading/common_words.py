"""Plain English words, so that the word after "the pool" is not taken for the pool's name."""

from __future__ import annotations

# Words that people do use as names (load, import, report, build, staging) are left out on purpose.
_VERBS = """
accept act add affect alleviate allow answer appear apply ask assign assume avoid await back become
begin behave believe block break bring bypass call cancel cause cease change check choke circumvent
claim clear climb close come complain complete configure confirm confuse consider consume contain
continue count crash create deadlock decide decrease define delay delete depend die differ disable
disappear do drain drop enable end enforce enter error exceed execute exist expect expire explain fail
fall fill find finish fire fix follow forget free freeze get give go grab grow guarantee guess handle
hang happen hate have help hit hold hope ignore improve increase indicate interrupt keep kick kill know
lag launch leak leave let lie limit list lock look lose make manage matter mean mention miss mitigate
move need notice occupy offer open overcome override owe pause pend permit pick pile point poll prevent
print proceed provide pull push put queue quit raise ramp reach react read receive recover refuse
reject release relieve remain remember remove renew repeat replace reply require reserve reset resolve
respect respond restart restrict result resume retry return run say see seem send serve set settle
share show shrink shut sit skip sleep slow solve spawn spend stall stand start starve state stay stick
stop struggle submit succeed suggest support suppose suspend switch take talk tell tend terminate think
throttle throw time treat trickle trigger try turn unblock understand unfreeze unstick update use
vanish vary violate wait wake want warn watch wonder work worry write yield
""".split()  # noqa: SIM905 - a list of so many words is read best as text

_IRREGULAR = """
became began broke brought came chose did died fell felt filled forgot found froze gave given goes gone
got gotten grew grown had has have held hung kept knew known lain lay led left lost made meant met
paid ran rose said sat saw seen sent shown shrank shrunk shut slept spent stood stuck taken thought threw
thrown told took tried tries understood went woke won written wrote dying lying
""".split()  # noqa: SIM905

_OTHER = """
able abnormal above absent across actual afterwards afterward again against ago ahead alike alive alone
along already alright although altogether among amount anybody anyone anything anywhere apart around
aside asleep aware away bad badly basic behind beside besides best better beyond big biggest bit both
briefly broken brand bug bugs busy case cases certain chance clearly close clue code common completely
completion concurrent concurrently configurable constant constantly correct correctly couple critical
current dead decent default definitely deployed despite different difference differently directly docs
documentation double doubt down early easily easy effect effective either else empty enough entire
entirely equal error errors especially eternally ever everybody everyone everything everywhere exact
exactly example except exhausted explicitly extra extremely fair fairly false far fast faster few fewer
finally fine fix flat forever former formerly forth frequently fresh fully further general generally
global globally good great half handling hard hardly head healthy help hence higher highest hint hopefully
hour hours hung idea idle immediately inactive incorrect incorrectly indeed independent independently
infinite instance instances instantly intermittent internal issue issues job jobs key keys kind largely
large largest late lately later latest lease leases least left less likewise likely line linear lines
little local locally logic logs long lot lots low lower mainly manual manually maxed maybe me
meanwhile merely middle might mine minimum minute minutes moment moments month morning most mostly much
multiple mutual name naturally near nearly necessary neither new newly nice nobody none nope normal
normally nor notes nowhere obviously occasionally odd offline often ok okay old older one ones online
otherwise ought ours ourselves overall own page parallel parallelism part partial partially particular
past people perfect perfectly perhaps permanently person place plain please plenty plus possible possibly
practically precisely prefect present presumably pretty prior probably problem problems proper properly
purely purpose question quick quickly quiet quite random randomly rarely rather ready real really reason
reasonable recent recently regarding regardless regularly reliably repeatedly right room roughly second
seconds semantics separate separately serious several short shortly side similar simple simply
simultaneously single slightly slot slots slow slowly small smaller smaller sometime sometimes somehow
someone something somewhere soon sorry sort stale stack steady strange strategy strict strictly strongly
such sudden suddenly sure syntax system table taking terribly text thank thanks therefore thing things
thrice thus tight times today together tomorrow tonight top total totally toward towards true truly twice
typical typically unavailable unclear unfortunately unhealthy unknown unlimited unlike unless unlock unusual
up upon us usage useful usual usually utterly valid values various version versus very visible wait waiter
weekend weird whatever whenever whereas wherever whichever whole whom whose why widely wise within wrong
year years yes yesterday youngest yours zero
shall could can't cannot couldn't didn't doesn't don't hasn't haven't isn't wasn't weren't won't wouldn't
doesnt dont isnt wasnt arent cant wont didnt hasnt its it's they're we're
two three four five six seven eight nine ten hundred first third last next
from into onto like till per via amid upon until
""".split()  # noqa: SIM905

# Adverbs and past forms that are not listed; what ends so and is a name all the same.
_NAMES_ALL_THE_SAME = frozenset(
    {
        "hourly",
        "daily",
        "nightly",
        "weekly",
        "monthly",
        "quarterly",
        "yearly",
        "supply",
        "assembly",
        "anomaly",
    }
    | {"family", "reply", "feed", "embed", "seed", "shed", "speed", "med", "red", "fed", "fly"}
)


def _forms(verb: str) -> set[str]:
    """Return the verb with its usual endings; a form that no one writes does no harm."""
    stem = verb[:-1] if verb.endswith("e") else verb
    forms = {verb, verb + "s", verb + "es", stem + "ed", stem + "ing", verb + verb[-1] + "ed"}
    forms |= {verb + verb[-1] + "ing"}
    if verb.endswith("y"):
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied"}
    return forms


COMMON_WORDS = frozenset({*_IRREGULAR, *_OTHER}.union(*map(_forms, _VERBS)))


def is_common(word: str) -> bool:
    """Tell whether a word, in lower case, is plain English rather than a name."""
    if word in COMMON_WORDS:
        return True
    return word.endswith(("ed", "ly")) and word.isalpha() and word not in _NAMES_ALL_THE_SAME
