"""Portals that are nothing without a browser: pages built by scripts, a challenge that a page load passes."""

from __future__ import annotations

import json

from portals.kit import Ask, Portal, Reply, home, page, report, rows, title_of


def application(host: str = "127.0.18.1") -> Portal:
    """The column is a shell; a script asks for the rows at an address that no one could read out of it."""
    site = Portal(host)
    listed = [(f"/show/{k}.html", title_of(2015 + k)) for k in range(5)]
    site.pages["/"] = home(("/nb/", "政府信息公开年报"))
    site.pages["/nb/"] = (
        "<html><head><title>政府信息公开年报</title></head><body><div id='app'></div><script src='/js/app.js'></script></body></html>"
    )
    site.pages["/js/app.js"] = Reply(
        "var parts=['ap','i','/ro','ws'];var x=new XMLHttpRequest();x.open('POST','/'+parts.join(''));"
        "x.onload=function(){document.getElementById('app').innerHTML=JSON.parse(x.responseText).map("
        "function(r){return '<li><a href=\"'+r[0]+'\">'+r[1]+'</a></li>'}).join('')};x.send('k=v');"
        "var i=new Image();i.src='http://127.0.18.9/track.gif';",
        type="application/javascript",
    )
    site.pages["/api/rows"] = lambda ask: (
        json.dumps(listed) if ask.method == "POST" and ask.body == b"k=v" else Reply("", 405)
    )
    for href, title in listed:
        site.pages[href] = report(title)
        site.reports.append(href)
    return site


def challenge(host: str = "127.0.18.2") -> Portal:
    """Every page answers 521 with a script that sets a cookie and loads it again."""
    site = Portal(host)
    contents = {
        "/": home(("/nb/", "政府信息公开年报")),
        "/nb/": page("政府信息公开年报", rows([("/nb/1.html", title_of(2021), "2022-01-20")])),
        "/nb/1.html": report(title_of(2021)),
    }

    def guarded(ask: Ask) -> Reply:
        if "__jsl_clearance_s=ok" in ask.headers.get("cookie", ""):
            return Reply(contents[ask.path])
        script = "<script>document.cookie='__jsl_clearance_s=ok;path=/';location.href=location.pathname</script>"
        return Reply(f"<html><body>{script}</body></html>", 521)

    site.pages = dict.fromkeys(contents, guarded)
    site.reports = ["/nb/1.html"]
    return site
