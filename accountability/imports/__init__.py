"""导入: tables become rows through the verbs everybody uses, checked as a whole before anything is changed.

A feature that wants its table imported registers a `Target` in its `AppConfig.ready` and writes nothing else:

    register(Target(
        name="departments",                    # stored with each batch: never renamed
        title=_("科室"),
        permission=KEEP_ORGANIZATIONS,         # who holds it at a unit may import beneath that unit, and sees the batch
        columns=(Column("name", _("科室名称"), required=True, longest=120), ...),
        key=("institution", "name"),           # the columns that say which thing a row is about
        know=know,                             # Place, rows -> whatever the next three need; reads, in few queries
        check=check,                           # rows, known -> Problems; pure: no queries, nothing changed
        exists=exists,                         # row, known -> whether the thing is there already; pure
        apply=apply,                           # row, known, by= -> the thing; calls verbs, notes what it made in known
        samples=({"name": "重症医学科"}, ...),  # a row or two for the sheet to download
    ))

What the kernel does with it:

* **reading**: xlsx, or csv in UTF-8, UTF-16 or GB18030, through the gate of uploads and within budgets of rows, columns
  and characters. A formula or an error value is a fault of its cell. Columns may stand in any order, a title above the
  headings and further columns are left alone. A file that cannot be read is a `Refusal` with one sentence.
* **checking**: each cell against its column (required, length, day, choice), no two rows of one key, then the target's
  own `check`. Every fault is found at once, each with its cell; the sheet comes back with these cells marked.
* **applying**: only what is wholly without faults is applied, by a background job, `CHUNK` rows a transaction (fewer
  where they take longer than two seconds); a table of at most `CHUNK` rows is one transaction, all or nothing. A row's
  result is written in the transaction of its verbs, so a killed process repeats its own chunk and no other. Each chunk
  is checked anew against what the database holds by then; what exists is passed over (`exists`), so that uploading the
  same table twice makes nothing twice. In a large table a row that has become impossible is left out and reported, the
  others go on.
* **recording**: the verbs record themselves as always; the batch has one event with its counts when it has ended.

`know` receives a `Place`: the unit beneath which everything must lie, and who imports. What lies outside is unknown
there: `know` must not read it, so that no sentence can tell it. What a row refers to may have been made by an earlier
row of the same chunk; `known` is one object for the whole chunk, so `apply` writes what it made into it;
after a row that was refused half-way it is read anew.

`batches.prepare`, `keep`, `begin`, `go_on` and `withdraw` are the verbs; screens and `manage import_table` use them.
"""

from accountability.imports.registry import (
    Column,
    Kind,
    Place,
    Problem,
    Row,
    Target,
    every_target,
    register,
    target_of,
)

__all__ = ["Column", "Kind", "Place", "Problem", "Row", "Target", "every_target", "register", "target_of"]
