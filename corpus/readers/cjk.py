"""Characters that are written without spaces between words."""

from __future__ import annotations

import re

CJK = (
    r"[\u2e80-\u2fdf\u3000-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    r"\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—]"
)
_CJK = re.compile(CJK)


def is_cjk(char: str) -> bool:
    """Whether it is a Han character, a kana or their punctuation.

    >>> is_cjk("证"), is_cjk("。"), is_cjk("e"), is_cjk("한")
    (True, True, False, False)
    """
    return bool(_CJK.match(char))
