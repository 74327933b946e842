"""The vocabulary of declarations (``parsers/*.toml``), version 1.

This model is the reference: ``docs/parsers.md`` is generated from the descriptions here. A *pattern* is a regular
expression on folded text (:mod:`kbbt.parsing.patterns`); a plain phrase is a pattern too.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from kbbt.records import Disposition, Level, Relation

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Patterns = list[Annotated[str, Field(min_length=1)]]
Kind = Literal[
    "formal", "formal-paren", "han", "han-paren", "decimal", "decimal-paren", "decimal-close", "circled",
    "stem", "stem-paren", "letter", "letter-paren", "roman", "roman-paren", "multi-decimal", "bullet",
]  # fmt: skip

Edition = Literal["corrected", "draft"]


class Part(BaseModel):
    """Base of all tables: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Recognise(Part):
    """How a document of this family is known. Never inherited: each family says it for itself."""

    priority: int = Field(
        default=0,
        description="Of several families that claim a document and whose title is found in it (or of which none is), the one of "
        "highest priority has it.",
    )
    required: Patterns = Field(default=[], description="Marks that must all be found in the document.")
    any: Patterns = Field(default=[], description="Marks of which at least one must be found.")
    excluding: Patterns = Field(
        default=[], description="Marks of which none may be found, unless a title of the family is."
    )
    columns: list[Key] = Field(
        default=[], description="Keys of `table.columns` that some table of the document must have."
    )


class Title(Part):
    """The title of a meeting or a report, matched whole over one to four neighbouring paragraphs."""

    patterns: Patterns = Field(
        default=[],
        description="Each may have the groups `year`, `ordinal`, `group`, `platform`, `level` and `date`, written "
        "`(?P<year>{year})`; `year2` is the same at another place. A family's own patterns are tried before those it inherits.",
    )
    levels: dict[Level, Patterns] = Field(default={}, description="What the words of the group `level` mean.")
    editions: dict[Edition, Patterns] = Field(
        default={},
        description="Marks at either end of a title, or in the file's name, and what they say of the edition: （更正版）. "
        "Of several files with one meeting a `corrected` edition counts, and a `draft` does not.",
    )


class FieldRule(Part):
    """One labelled field, such as 時間：… The key of the table is the name it gets in the record.

    The keys `time`, `end`, `venue`, `chair`, `recorder`, `attendees` (minutes) and `date` (tables) are fields of the
    record itself; every other key is kept in the record's `fields`.
    """

    names: Patterns = Field(description="The names the field is printed under; blanks inside them do not matter.")


class HeadingRule(Part):
    """A heading of the minutes and what stands under it."""

    names: Patterns = Field(description="The names the heading is printed under.")
    role: Literal["resolutions", "discussion", "motions", "text"] = Field(
        description="`resolutions`: each item is a resolution. `discussion`: items are resolutions when they have a part "
        "of role `decision`, otherwise plain text. `motions`: each item is a motion. `text`: kept in the record's "
        "`fields` under the printed heading."
    )


class PartRule(Part):
    """A labelled part of one item, such as 案由：… 說明：… 決議：… The key is its name in the resolution's `fields`."""

    names: Patterns = Field(description="The names the part is printed under.")
    role: Literal["opens", "subject", "proposal", "decision", "note"] = Field(
        default="note",
        description="`opens`: begins a new item and is its label. `subject`: names the case. `decision`: holds what was "
        "decided. `proposal`: what was put to the meeting; it decides where the decision only agrees to it. `note`: "
        "anything else.",
    )


class SectionsRule(Part):
    """Which items under a resolutions heading are headings themselves (列管合作案…)."""

    names: Patterns = Field(
        default=[], description="Matched against the whole heading, without its label and what is in brackets."
    )


class RelationRule(Part):
    """Words by which a document says that one case came out of others."""

    kind: Relation = Field(description="What became of the old case.")
    pattern: Annotated[str, Field(min_length=1)] = Field(
        description="Groups `old` (one name or a list; absent: the names at the head of the item) and `new`."
    )
    several: bool = Field(
        default=False,
        description="`old` is more than one name: a lone 及 between names without quotation marks parts them.",
    )
    inside: bool = Field(default=False, description="Looked for anywhere in the item, not only at its head.")


class CasesRule(Part):
    """How cases are named in running text."""

    remarks: Patterns = Field(
        default=[], description="What may follow a name in brackets and is no part of it: （原…合作案）."
    )
    before: Patterns = Field(default=[], description="Words before a name that are no part of it: 有關, 針對.")
    after: Patterns = Field(default=[], description="Words right after a quoted name that are no part of it: 案, 一案.")
    joins: Patterns = Field(default=[], description="Words between two names: 及, 與.")
    list_ends: Patterns = Field(
        default=[], description="Words that end a list of names: 等 8 案. The group `count` is checked."
    )
    not_names: Patterns = Field(
        default=[], description="What may stand before a colon and names no case: 說明, 主席裁示."
    )
    not_bare: Patterns = Field(
        default=[], description="How a sentence begins: such words before a comma are no name without any mark."
    )
    endings: Patterns = Field(
        default=[],
        description="How names of cases end: 案, 計畫. Such an item is no section heading, and such words before a comma are a name.",
    )
    subject_ends: Patterns = Field(
        default=[],
        description="Words at the end of a part of role `subject` that are no part of the name: ，提請討論。",
    )
    expected: bool = Field(default=True, description="Whether a resolution that names no case is worth a remark.")
    relations: list[RelationRule] = Field(default=[], description="Renamed, merged, split, widened.")


class TotalsRule(Part):
    """Numbers that a heading states about its own items: （共 6 案，持續列管 5 案）."""

    units: Patterns = Field(default=[], description="The words counted: 案, 件.")
    total: Patterns = Field(default=[], description="Words before the number that mean all items of the heading.")
    from_: Patterns = Field(
        default=[], alias="from", description="Patterns with the group `count`: the cases before a merger."
    )
    into: Patterns = Field(default=[], description="Patterns with the group `count`: the cases after a merger.")
    dispositions: dict[Disposition, Patterns] = Field(
        default={}, description="Words before the number that mean a disposition."
    )


class DispositionRule(Part):
    """The words by which one disposition is told. The longest reading of the words counts, then its guards."""

    phrases: Patterns = Field(default=[], description="Words that decide. Of several, the last in the text counts.")
    weak: Patterns = Field(default=[], description="Words that count only where nothing decides.")
    headings: Patterns = Field(default=[], description="Headings that decide for their items when these say nothing.")
    guards: list[Key] = Field(default=[], description="Guards (below) that strike these phrases.")


class AgreementRule(Part):
    """Words of a decision that only agree, 照案通過, or refuse, 緩議: what they decide stands in the proposal or above."""

    phrases: Patterns = Field(
        default=[], description="Words that agree, matched from the beginning of a clause to its end."
    )
    refusals: Patterns = Field(
        default=[], description="Words by which an item escapes what its heading or its proposal says."
    )
    spares: list[Disposition] = Field(default=[], description="What headings say in spite of refusals.")
    lifts: list[Key] = Field(default=[], description="Guards that no longer strike what was agreed to: suggestions.")


class OptionsRule(Part):
    """Boxes before phrases that are options of a form: □解除列管 ■繼續列管. A box ends the option before it."""

    chosen: Patterns = Field(
        default=[], description="A ticked box right before a phrase. Several that decide differently decide nothing."
    )
    left: Patterns = Field(default=[], description="An empty box right before a phrase: it does not count.")


class GuardRule(Part):
    """Words near a phrase that take away its force: negation, condition, plan, suggestion."""

    touching: Patterns = Field(default=[], description="Right before the phrase.")
    clause: Patterns = Field(default=[], description="In the same clause, before the end of the phrase.")
    previous: Patterns = Field(default=[], description="In the clause before, when that clause opens a condition.")
    after: Patterns = Field(default=[], description="Right after the phrase.")


class ColumnRule(Part):
    """One column of a table. The key is its name in the record; a column nobody declares keeps its own title.

    `name` and `text` are those of the entry, `group` names the group, `label` is the item's number; the words of
    `decision` decide as those of a resolution do.
    """

    titles: Patterns = Field(description="The printed titles, matched whole; of a header of several rows each or all.")
    carry: bool = Field(
        default=False,
        description="An empty cell repeats the one above it; where that is `name`, the row goes on with the case above.",
    )
    tick: Disposition | None = Field(default=None, description="A tick in this column gives the disposition.")


class TableRule(Part):
    """Tables of cases: of a status report, or inside minutes."""

    columns: dict[Key, ColumnRule] = Field(default={}, description="The columns, in any order on the page.")
    required: list[Key] = Field(
        default=[], description="Columns a table must have, and each row must fill, to be taken."
    )
    ticks: Patterns = Field(
        default=[], description="What counts as a tick; anything else in a tick column is kept as text."
    )
    ditto: Patterns = Field(
        default=[], description="What stands for the words of the cell above, in any column but `text`: 〃, 同上."
    )
    text_decides: list[Disposition] = Field(
        default=list(get_args(Disposition)),
        description="Dispositions that the words of the column `text` may tell where no tick and no column `decision` does.",
    )
    groups: Patterns = Field(
        default=[], description="A paragraph or a row across the table that names a group: group `group`."
    )
    total_rows: Patterns = Field(
        default=[], description="First cell of a row that is no record but a total; it is checked."
    )
    skip_rows: Patterns = Field(default=[], description="First cell of a row that is no record and no total.")
    notes: Patterns = Field(
        default=[], description="Paragraphs beside a table that belong to it: 註：…; kept in `fields`."
    )


class Declaration(Part):
    """One family of documents."""

    version: Literal[1] = Field(description="The version of this vocabulary.")
    kind: Literal["minutes", "table", "base"] = Field(
        description="`minutes`: meetings with resolutions. `table`: a status report. `base`: only to be extended."
    )
    summary: str = Field(default="", description="One line for `kbbt parsers list`.")
    extends: str | None = Field(
        default=None,
        description="A declaration to start from. Tables are merged, lists are put before the inherited ones.",
    )
    drop: list[str] = Field(default=[], description="Keys of the inherited declaration to leave out: `fields.end`.")
    recognise: Recognise = Field(default=Recognise(), description="How a document of this family is known.")
    title: Title = Field(default=Title(), description="The title and the fields in it.")
    words: dict[Key, Patterns] = Field(
        default={}, description="Pieces of patterns under a name; `{name}` stands for any of them."
    )
    groups: dict[str, list[str]] = Field(
        default={}, description="Group → its other spellings. `{group}` stands for any."
    )
    cities: dict[str, list[str]] = Field(default={}, description="City → its other spellings. `{city}` stands for any.")
    platforms: dict[str, list[str]] = Field(
        default={}, description="Platform → its other spellings. `{platform}` stands for any."
    )
    city_marks: Patterns = Field(
        default=[], description="Where a line begins with a city: group `city`. One that `cities` lacks is a problem."
    )
    levels: list[list[Kind]] = Field(
        default=[], description="The kinds of labels under a heading, outermost first; kinds of one level in one list."
    )
    fields: dict[Key, FieldRule] = Field(default={}, description="Labelled fields.")
    headings: dict[Key, HeadingRule] = Field(default={}, description="Headings of minutes.")
    parts: dict[Key, PartRule] = Field(default={}, description="Labelled parts of one item.")
    sections: SectionsRule = Field(default=SectionsRule(), description="Headings inside the resolutions.")
    cases: CasesRule = Field(default=CasesRule(), description="How cases are named.")
    totals: TotalsRule = Field(default=TotalsRule(), description="Declared totals.")
    dispositions: dict[Disposition, DispositionRule] = Field(default={}, description="What becomes of a case.")
    agreement: AgreementRule = Field(default=AgreementRule(), description="Decisions that only agree or refuse.")
    options: OptionsRule = Field(default=OptionsRule(), description="Boxes before phrases.")
    guards: dict[Key, GuardRule] = Field(default={}, description="Named guards for dispositions.")
    table: TableRule = Field(default=TableRule(), description="Tables of cases.")
    nothing: Patterns = Field(default=[], description="What stands for an empty field or section, matched whole: 無.")
