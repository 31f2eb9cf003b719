"""Detection and false alarms where neither the attack's category nor the text around it was seen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ascertain.ai import guardrails
from benchmarks.guardrails import injections
from benchmarks.guardrails.training import clean_rows, documents_of, fit, planted_rows, scores

_REPORTED = 500


def _row(name: str, seen: dict[str, list[str]], unseen: dict[str, list[str]], data: Path, seed: int) -> dict[str, Any]:
    """Train on the seen categories in half 0 of the texts, report the unseen ones in half 1."""
    trees = fit(planted_rows(data, seen, seed), clean_rows(data, 0))
    clean = {name: scores(trees, rows) for name, rows in clean_rows(data, 1).items()}
    honest = {
        "contexts": clean["contexts"],
        "papers": np.concatenate([clean["contracts"], clean["regulation"]]),
    }
    threshold = float(np.quantile(np.concatenate(list(honest.values())), 0.99))
    row: dict[str, Any] = {"unseen": name, "look-alikes passed": float((clean["look-alikes"] <= threshold).mean())}
    for where, around in injections.surroundings(data, 1).items():
        planted = injections.plant(around, unseen, _REPORTED, seed + 100)
        found = scores(trees, injections.rows_of(planted))
        groups = np.array([injections.group_of(one.category) for one in planted])
        row[where] = {
            "at 1%": float((found > np.quantile(honest[where], 0.99)).mean()),
            "at 5%": float((found > np.quantile(honest[where], 0.95)).mean()),
            "one threshold": float((found > threshold).mean()),
            **{group: float((found[groups == group] > threshold).mean()) for group in sorted(set(groups))},
        }
    row["counts"] = {name: documents_of(rows) for name, rows in clean_rows(data, 1).items()}
    return row


def unseen_categories(data: Path) -> Iterator[dict[str, Any]]:
    """Five folds over the categories of every group."""
    by_category = injections.attacks(data)
    code = [name for name in by_category if name.startswith("code: ")]
    names = [name for group in (*injections.GROUPS.values(), code) for name in group]
    for fold in range(injections.FOLDS):
        held = set(names[fold :: injections.FOLDS])
        seen = {name: items for name, items in by_category.items() if name not in held}
        yield _row(f"fold {fold + 1}", seen, {name: by_category[name] for name in sorted(held)}, data, fold)


def unseen_groups(data: Path) -> Iterator[dict[str, Any]]:
    """Each group as a whole unseen: what another kind of attack would meet."""
    by_category = injections.attacks(data)
    for group in (*injections.GROUPS, "code"):
        held = {name: items for name, items in by_category.items() if injections.group_of(name) == group}
        seen = {name: items for name, items in by_category.items() if name not in held}
        yield _row(group, seen, held, data, 50)


def report(data: Path) -> None:
    """Print a row a fold and group, and their means."""
    for title, rows in (("unseen categories", unseen_categories(data)), ("a whole group unseen", unseen_groups(data))):
        print(f"{title}\n| unseen | planted in | at 1% | at 5% | one threshold | look-alikes passed |")
        held = []
        for row in rows:
            held.append(row)
            for where in ("contexts", "papers"):
                cells = " | ".join(f"{row[where][key]:.3f}" for key in ("at 1%", "at 5%", "one threshold"))
                groups = {
                    key: round(value, 2) for key, value in row[where].items() if " t" not in key and "at " not in key
                }
                print(f"| {row['unseen']} | {where} | {cells} | {row['look-alikes passed']:.3f} | {groups}", flush=True)
        for where in ("contexts", "papers"):
            means = [float(np.mean([row[where][key] for row in held])) for key in ("at 1%", "at 5%", "one threshold")]
            passed = float(np.mean([row["look-alikes passed"] for row in held]))
            print(f"| **mean** | {where} | {' | '.join(f'{mean:.3f}' for mean in means)} | {passed:.3f} |")
        print("clean documents:", held[0]["counts"])
    papers = injections.surroundings(data, 1)["papers"]
    flagged = sum(guardrails.inspect_passage(text).flagged for _, text in papers)
    print(f"as shipped, rules included: {flagged} of {len(papers)} unseen pieces of contracts and regulation flagged")
    asked = injections.wildguard(data)
    refused = sum(guardrails.inspect_question(text).flagged for text in asked)
    print(f"questions, by rules: {refused} of {len(asked)} harmless look-alikes refused")
