"""A step of the questionnaire (POST, redirect, GET) against a bare Flask-WTF page with one SQLAlchemy write."""

from __future__ import annotations

import re

import pytest
from flask import Flask, redirect, render_template_string
from flask_wtf import FlaskForm
from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from wtforms import SelectMultipleField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from tests.pictures import PICTURES

GOAL = 1.5
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')
QUESTION = "/question/where"
PAGE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
<form method="post" action="/next">{{ form.csrf_token }}{{ form.choice.label }}{{ form.choice() }}
<button>Continue</button></form></body></html>"""


class Base(DeclarativeBase):
    """Tables of the bare page."""


class Given(Base):
    """One answer."""

    __tablename__ = "given"
    id: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[str] = mapped_column(String(200))


@pytest.fixture
def bare(tmp_path):
    """A page that does nothing but show a form, check it, write one row and redirect."""
    app = Flask("bare")
    app.config.update(SECRET_KEY="bare", WTF_CSRF_TIME_LIMIT=None)
    engine = create_engine(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    Base.metadata.create_all(engine)
    words = [f"option {n}" for n in range(15)]

    class Form(FlaskForm):
        choice = SelectMultipleField(
            "Where?",
            choices=words,
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            validators=[DataRequired()],
        )

    @app.route("/next", methods=["GET", "POST"])
    def step():
        form = Form()
        if form.validate_on_submit():
            with Session(engine) as session:
                session.add(Given(choice=" ".join(form.choice.data)))
                session.commit()
            return redirect("/next", 302)
        return render_template_string(PAGE, form=form, title="Where?")

    yield app.test_client()
    engine.dispose()


def token(html: str) -> str:
    found = TOKEN.search(html)
    assert found, "the page holds a CSRF token"
    return found[1] or found[2]


def stepping(client, url, choice):
    """Return a function that sends the form and opens where it leads."""
    sent = {"choice": choice, "csrf_token": token(client.get(url).text)}

    def step():
        answer = client.post(url, data=sent)
        assert answer.status_code == 302, answer.text[:500]
        assert client.get(answer.headers["Location"]).status_code == 200

    return step


def test_bare_step(bare, timed):
    timed("bare step", stepping(bare, "/next", ["option 1", "option 2"]))


def test_step(visitor, timed, times, say):
    """With every question answered, so that the cookie is as large as it gets."""
    visitor.answer(PICTURES["neuromuscular_junction"])
    took = timed("step", stepping(visitor.client, QUESTION, ["hips", "shoulders"]))
    ratio = took / times["bare step"]
    say(f"a step (POST, redirect, GET): {took * 1e3:.1f} ms, {ratio:.2f} times a bare page (goal: at most {GOAL})")
