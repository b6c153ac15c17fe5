"""Persons' names in Korean letters as they are written abroad: surname apart, in its usual spelling. Given names go by rule (anyascii)."""

from __future__ import annotations

import re

from anyascii import anyascii

# The usual spellings, which follow no rule: by rule Park would be Bag, Lee would be I.
_SPELLED = """
    김:Kim 이:Lee 리:Ri 박:Park 최:Choi 정:Jung 강:Kang 조:Cho 윤:Yoon 장:Jang 임:Lim 림:Rim 한:Han 오:Oh 서:Seo 신:Shin 권:Kwon
    황:Hwang 안:Ahn 송:Song 류:Ryu 유:Yoo 전:Jeon 홍:Hong 고:Ko 문:Moon 양:Yang 손:Son 배:Bae 백:Baek 허:Heo 노:Roh 남:Nam 심:Shim
    하:Ha 주:Joo 구:Koo 민:Min 지:Ji 진:Jin 나:Na 함:Ham 변:Byun 염:Yeom 여:Yeo 추:Choo 도:Do 석:Seok 선:Sun 설:Seol 마:Ma 길:Gil 연:Yeon
    위:Wi 표:Pyo 명:Myung 기:Ki 반:Ban 왕:Wang
"""
_SURNAMES = dict(pair.split(":") for pair in _SPELLED.split())
_NAME = re.compile(r"([가-힣])\s?([가-힣]{2})")


def romanised(text: str) -> str:
    """ "박원순" -> "Park Wonsun"; any other text as it is, also a name of more or fewer syllables, which may be a body's."""
    name = _NAME.fullmatch(text.strip())
    if not name or name[1] not in _SURNAMES:
        return text
    return f"{_SURNAMES[name[1]]} {anyascii(name[2]).capitalize()}"
