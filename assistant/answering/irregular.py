"""English verbs whose past a stemmer does not bring back to the verb: "ran" to "run"."""

from assistant.retrieval.stems import stem

_FORMS = """
die died dies dying | tie tied ties tying | arise arose arisen | awake awoke awoken | bear bore borne | beat beaten
| become became | begin began begun | bend bent | bind bound | bite bit bitten | bleed bled | blow blew blown |
break broke broken | breed bred | bring brought | build built | burn burnt | buy bought | catch caught | choose
chose chosen | cling clung | come came | deal dealt | dig dug | do did done | draw drew drawn | drink drank drunk |
drive drove driven | eat ate eaten | fall fell fallen | feed fed | feel felt | fight fought | find found | flee fled
| fly flew flown | forbid forbade forbidden | forget forgot forgotten | freeze froze frozen | get got gotten | give
gave given | go went gone | grow grew grown | hang hung | have had | hear heard | hide hid hidden | hold held | keep
kept | know knew known | lay laid | lead led | leave left | lend lent | light lit | lose lost | make made | mean
meant | meet met | overthrow overthrew overthrown | pay paid | ride rode ridden | ring rang rung | rise rose risen |
run ran | say said | see saw seen | seek sought | sell sold | send sent | shake shook shaken | shine shone | shoot
shot | shrink shrank shrunk | sing sang sung | sink sank sunk | sit sat | sleep slept | slide slid | speak spoke
spoken | spend spent | spin spun | stand stood | steal stole stolen | stick stuck | strike struck | strive strove
striven | swear swore sworn | sweep swept | swim swam swum | swing swung | take took taken | teach taught | tear
tore torn | tell told | think thought | throw threw thrown | undergo underwent undergone | understand understood |
undertake undertook undertaken | wake woke woken | wear wore worn | weep wept | win won | wind wound | withdraw
withdrew withdrawn | write wrote written
"""

_BASES = {stem(form): stem(verb) for verb, *forms in (verb.split() for verb in _FORMS.split("|")) for form in forms}


def base(word: str) -> str:
    """Return the stem of a word, that of the verb where it is one of its irregular forms."""
    return base_of(stem(word))


def base_of(stemmed: str) -> str:
    """Return the same for a word's stem; stemming a stem again may cut more of it."""
    return _BASES.get(stemmed, stemmed)
