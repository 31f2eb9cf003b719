import { Link } from "@tanstack/react-router";
import type { Owner, OwnerPath, Ownership } from "@/api/types";
import { percent } from "@/shared/format";
import { Card } from "@/shared/ui";

const range = (owner: Owner): string =>
  owner.high_fraction === null
    ? percent(owner.total_fraction)
    : `${percent(owner.total_fraction)} – ${percent(owner.high_fraction)}`;

function Standing({ owner }: { owner: Owner }) {
  if (owner.is_beneficial_owner && owner.office) return <span className="state medium">{owner.office}</span>;
  if (owner.is_beneficial_owner) return <span className="state medium">owner</span>;
  if (owner.office) return <span className="state plain">{owner.office}, in place of an owner</span>;
  return owner.may_qualify ? <span className="state plain">? may be an owner</span> : null;
}

/** Who holds what, what is held in trust, and what nobody named holds. */
export function OwnersTable({
  found,
  chosen,
  onChoose,
}: {
  found: Ownership;
  chosen: string | undefined;
  onChoose: (id: string) => void;
}) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Owner</th>
          <th scope="col" className="right">
            Direct
          </th>
          <th scope="col" className="right">
            In all
          </th>
          <th scope="col">Control</th>
        </tr>
      </thead>
      <tbody>
        {found.owners.map((one) => (
          <tr key={one.party_id} className={one.party_id === chosen ? "at" : ""}>
            <td>
              <button
                type="button"
                className="link"
                style={{ color: "inherit", fontWeight: 600 }}
                onClick={() => onChoose(one.party_id)}
              >
                {one.name}
              </button>{" "}
              <Standing owner={one} />
            </td>
            <td className="right">{percent(one.direct_fraction)}</td>
            <td className="right">{range(one)}</td>
            <td className="small">{one.control ?? "–"}</td>
          </tr>
        ))}
        {found.arrangements.map((one) => (
          <tr key={one.party_id}>
            <td>
              {one.name}{" "}
              <span className="small faint">
                {one.kind}: {one.roles.join(", ") || "nobody is named in it"}
              </span>
            </td>
            <td className="right faint">–</td>
            <td className="right">{percent(one.fraction_total)}</td>
            <td className="small">by its roles</td>
          </tr>
        ))}
        {found.unknowns.map((one, index) => (
          <tr key={index}>
            <td className="muted">
              unknown: behind {one.behind_name} <span className="small faint">{one.reason}</span>
            </td>
            <td className="right">{percent(one.fraction_direct)}</td>
            <td className="right">{percent(one.fraction_total)}</td>
            <td className="faint">–</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PathRow({ path, onFacts }: { path: OwnerPath; onFacts: (ids: string[]) => void }) {
  const facts = path.steps.flatMap((step) => step.fact_ids);
  return (
    <tr>
      <td>
        {path.steps.map((step) => `${step.label} of ${step.to_name}`).join(path.kind === "control" ? ", " : " × ")}
        {path.note && <div className="small muted">{path.note}</div>}
      </td>
      <td className="nowrap">
        {facts.length > 0 && (
          <button type="button" className="src" onClick={() => onFacts(facts)}>
            evidence
          </button>
        )}
      </td>
      <td className="right">{path.kind === "control" ? "control" : percent(path.product)}</td>
    </tr>
  );
}

/** Every path of an owner with its product, and the articles that make an owner of them. */
export function Why({
  owner,
  entity,
  onFacts,
}: {
  owner: Owner;
  entity: string | undefined;
  onFacts: (ids: string[]) => void;
}) {
  const across = entity ? (
    <Link to="/entities/$id" params={{ id: entity }} className="link small">
      across all cases
    </Link>
  ) : null;
  return (
    <Card title={`Why ${owner.name}, with ${range(owner)}?`} extra={across}>
      <table>
        <tbody>
          {owner.paths.map((path, index) => (
            <PathRow key={index} path={path} onFacts={onFacts} />
          ))}
          <tr>
            <td>
              <b>share in all</b>
            </td>
            <td />
            <td className="right">
              <b>{range(owner)}</b>
            </td>
          </tr>
        </tbody>
      </table>
      {owner.reasons.length > 0 && (
        <ul className="reasons">
          {owner.reasons.map((reason) => (
            <li key={reason.article + reason.sentence}>
              <span className="state plain">{reason.article}</span> {reason.sentence}
            </li>
          ))}
        </ul>
      )}
      {owner.reasons.length === 0 && <p className="body small muted">{owner.explanation}</p>}
    </Card>
  );
}
