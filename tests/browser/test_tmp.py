import time, pytest
from tests.browser import ground
from tests.browser.look import *
from tests.browser.stops import STOPS
pytestmark = pytest.mark.browser
def test_prof(looks, council, db):
    for name in ["sign in","cases","case overdue","protocol","administration, person list"]:
        stop=[s for s in STOPS if s.name==name][0]
        t=[time.time()]; n=[]
        def mark(x): t.append(time.time()); n.append((x, round(t[-1]-t[-2],2)))
        c=ground.context(looks.chromium, looks.origin, council.users.get(stop.role)); mark("ctx")
        p=c.new_page(); mark("page")
        stop.go(p,council); mark("go")
        p.evaluate(looks.axe); mark("axe src")
        for w in WIDTHS:
            p.set_viewport_size({"width":w,"height":900}); mark(f"size{w}")
            p.evaluate(SIDEWAYS); mark("side")
            p.evaluate(SMALL); mark("small")
            p.evaluate(AXE,TAGS); mark("axe")
        on_paper(p); mark("paper")
        with_large_text(p); mark("large")
        c.close(); mark("close")
        print(name, n)
