import type { Evidence } from "@/api/types";
import { Modal } from "@/shared/ui";

/** Evidence that stands on no page, such as a statement of a file given to the case, word for word. */
export function Quoted({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  return (
    <Modal label={evidence.title} onClose={onClose}>
      <div className="row" style={{ padding: "10px 16px", borderBottom: "1px solid var(--line)" }}>
        <h2 className="grow">{evidence.title}</h2>
        <button type="button" className="btn sm" onClick={onClose}>
          Close
        </button>
      </div>
      <p className="small muted" style={{ padding: "8px 16px 0", overflowWrap: "anywhere" }}>
        {evidence.sentence}
      </p>
      <pre tabIndex={0} aria-label="The statement, word for word" className="quoted">
        {evidence.quote}
      </pre>
    </Modal>
  );
}
