"""CMS families: one declared file each, and beside it a module only where data cannot say it.

A module may offer `more` (requests that continue or fill a list) and `links` (links that general reading does not
see). Both look at what a page holds, so a page of a mixed portal is served by several.
"""

from __future__ import annotations

from collections.abc import Callable

from crawler.families import epoint, gkmlpt, hanweb, jpaas, longxun, truecms
from crawler.pages.links import Link
from crawler.pages.listing import Pager
from crawler.pages.page import Page

MORE: tuple[Pager, ...] = (
    hanweb.more,
    jpaas.more,
    longxun.more,
    gkmlpt.more,
    epoint.more,
    truecms.more,
)
LINKS: tuple[Callable[[Page], list[Link]], ...] = (longxun.links, gkmlpt.links)
