import type { Evidence } from "@/api/types";
import { Dialog } from "@/shared/ui";

/** Evidence that is on no page, such as a statement of an imported file, word for word. */
export function Quoted({ evidence, onClose }: { evidence: Evidence; onClose: () => void }) {
  return (
    <Dialog title={evidence.title} onClose={onClose}>
      <p className="small muted">{evidence.sentence}</p>
      {/* A region that scrolls has to be in the order of focus, for those who scroll by keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre tabIndex={0} aria-label="The statement, word for word" className="quoted">
        {evidence.quote}
      </pre>
    </Dialog>
  );
}
