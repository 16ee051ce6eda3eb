"""The news agencies whose texts other outlets print, by their usual name and by what credits call them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_NAMES = {
    "AAP": ("Australian Associated Press",),
    "AFP": ("Agence France-Presse", "Agence France Presse", "AFP Relaxnews"),
    "AGI": ("Agenzia Giornalistica Italia",),
    "AKI": (),
    "Adnkronos": (),
    "ANI": ("Asian News International",),
    "ANP": ("Algemeen Nederlands Persbureau",),
    "ANSA": (),
    "ANTARA": ("Antara News",),
    "AP": ("Associated Press", "A.P."),
    "APA": ("Austria Presse Agentur",),
    "Agencia Brasil": ("Agência Brasil",),
    "Agerpres": (),
    "Anadolu": ("Anadolu Agency", "Anadolu Ajansı", "AA"),
    "BTA": ("Bulgarian News Agency",),
    "Belga": ("Agence Belga", "Belga News Agency"),
    "Bernama": (),
    "Bloomberg": ("Bloomberg News",),
    "Business Wire": ("Businesswire",),
    "CNA Taiwan": ("Central News Agency",),
    "CTK": ("ČTK", "Česká tisková kancelář"),
    "Canadian Press": ("La Presse Canadienne", "CP"),
    "DHA": ("Demirören Haber Ajansı",),
    "EFE": ("Agencia EFE", "EFE News"),
    "epd": ("Evangelischer Pressedienst",),
    "Europa Press": (),
    "GlobeNewswire": ("Globe Newswire",),
    "IANS": ("Indo-Asian News Service",),
    "IHA": ("İhlas Haber Ajansı",),
    "IRNA": (),
    "Inter Press Service": ("IPS",),
    "Interfax": ("Interfax-Ukraine", "Интерфакс"),
    "JTA": ("Jewish Telegraphic Agency",),
    "Jiji Press": ("Jiji", "時事通信"),
    "KCNA": ("Korean Central News Agency",),
    "KNA": ("Katholische Nachrichten-Agentur",),
    "Keystone-SDA": ("SDA", "Keystone SDA", "ATS", "Keystone-ATS"),
    "Knight Ridder": (),
    "Kyodo": ("Kyodo News", "共同通信"),
    "Lusa": ("Agência Lusa",),
    "MTI": (),
    "MENA": ("Middle East News Agency",),
    "NAN": ("News Agency of Nigeria",),
    "NTB": ("NTB Norge",),
    "Notimex": (),
    "PA Media": ("Press Association", "PA"),
    "PAP": ("Polska Agencja Prasowa",),
    "PR Newswire": ("PRNewswire", "PRNewswire-Asia"),
    "PTI": ("Press Trust of India",),
    "RIA Novosti": ("РИА Новости", "RIA"),
    "Reuters": ("Reuter", "Thomson Reuters", "Reuters News Agency", "Reuters Staff"),
    "Ritzau": (),
    "SANA": ("Syrian Arab News Agency",),
    "SID": ("Sport-Informations-Dienst",),
    "SITA": (),
    "SPA": ("Saudi Press Agency",),
    "STT": ("STT-Lehtikuva",),
    "TASS": ("ITAR-TASS", "ТАСС"),
    "TT": ("TT Nyhetsbyrån",),
    "Télam": ("Telam",),
    "Ukrinform": ("Укрінформ",),
    "UNI": ("United News of India",),
    "UPI": ("United Press International",),
    "WAFA": (),
    "Xinhua": ("Xinhua News Agency", "新华社", "新華社"),
    "Yonhap": ("Yonhap News Agency", "Yonhap News", "연합뉴스"),
    "dpa": ("Deutsche Presse-Agentur", "dpa-AFX", "dpa-infocom", "dpa international"),
    "dts": ("dts Nachrichtenagentur",),
    "Українські Новини": ("Ukrainian News",),
}

AGENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {name.casefold(): usual for usual, others in _NAMES.items() for name in (usual, *others)}
)
"""Usual names by every name in lower case."""

# Two capitals may be anybody's initials, a country or a word; they count only where the form says that it is a credit.
AMBIGUOUS: Final = frozenset(
    "aa agi aki anp apa ats bloomberg cp iha ips jiji mena mti nan pa ria sana sda sid sita spa stt tt uni".split()
)
"""Names that mean something else too, which a line or an author's name alone does not settle."""
