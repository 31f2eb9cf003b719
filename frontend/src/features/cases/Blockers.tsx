import { caseTab, useCaseView } from "@/shared/caseView";

/** What stands between the case and a decision, each with the way to it. */
export function Blockers() {
  const { one, show, openEvidence } = useCaseView();
  if (one.blockers.length === 0) return <p className="note">✓ Nothing. A decision can be proposed.</p>;
  return (
    <table>
      <tbody>
        {one.blockers.map((blocker, index) => (
          <tr key={`${blocker.code}-${index}`}>
            <td>
              <span style={{ color: "var(--medium)" }}>!</span> {blocker.sentence}
            </td>
            <td className="right">
              <button
                type="button"
                className="btn sm"
                onClick={() =>
                  blocker.ref?.kind === "fact" ? openEvidence(blocker.ref) : show({ tab: caseTab(blocker.tab) })
                }
              >
                Go there
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
