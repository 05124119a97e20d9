"""The floor: the least that answering a form page by page can cost with the same libraries.

Twelve questions with five options, one on a page: Flask-WTF checks, SQLAlchemy writes a row, the next page follows.
Nothing is explained, translated, explored or decided.
"""

from __future__ import annotations

import uuid
from pathlib import Path

from flask import Flask, abort, redirect, session, url_for
from flask_wtf import FlaskForm
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from wtforms import RadioField
from wtforms.validators import InputRequired

QUESTIONS = 12
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Question {{ number }}</title></head><body>
<form method="post" action="{{ url_for("step", number=number) }}">{{ form.csrf_token }}
<fieldset><legend><h1>Question {{ number }} of {{ questions }}</h1></legend>
{% for option in form.choice %}<div>{{ option }}{{ option.label }}</div>{% endfor %}</fieldset>
{% for error in form.choice.errors %}<p>{{ error }}</p>{% endfor %}<button>Continue</button></form></body></html>"""


class Base(DeclarativeBase):
    """Tables of the floor."""


class Given(Base):
    """One answer."""

    __tablename__ = "given"
    person: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[int] = mapped_column(primary_key=True)
    choice: Mapped[str]


class Choose(FlaskForm):
    """One answer of five."""

    choice = RadioField(validators=[InputRequired()])


def floor(folder: Path) -> Flask:
    """Make the bare application, with its database in a folder."""
    app = Flask("floor")
    app.config.update(SECRET_KEY="floor")
    engine = create_engine(f"sqlite:///{folder / 'floor.sqlite3'}")
    event.listen(engine, "connect", _as_ours)
    Base.metadata.create_all(engine)
    page = app.jinja_env.from_string(PAGE)

    @app.get("/")
    def start():
        session.clear()
        session["person"] = uuid.uuid4().hex
        return redirect(url_for("step", number=1))

    @app.route("/step/<int:number>", methods=["GET", "POST"])
    def step(number):
        if "person" not in session or not 1 <= number <= QUESTIONS:
            abort(404)
        form = Choose()
        form.choice.choices = [(f"o{n}", f"Option {n} of question {number}") for n in range(5)]
        if form.validate_on_submit():
            with Session(engine) as rows:
                rows.merge(Given(person=session["person"], question=number, choice=form.choice.data))
                rows.commit()
            return redirect(url_for("step", number=number + 1) if number < QUESTIONS else url_for("end"), 303)
        return page.render(form=form, number=number, questions=QUESTIONS)

    @app.get("/end")
    def end():
        with Session(engine) as rows:
            given = rows.scalars(select(Given).where(Given.person == session["person"])).all()
        return f"<!doctype html><title>End</title><h1>{len(given)} answers</h1>"

    return app


def _as_ours(connection, _record) -> None:
    """Write as the store of saved answers does."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
