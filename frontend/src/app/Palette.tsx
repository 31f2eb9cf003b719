import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { api, query } from "@/api/client";
import type { Queue } from "@/api/types";

function Modal({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} aria-label={label} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      {children}
    </dialog>
  );
}

const PLACES: [string, string][] = [
  ["Queue: my tasks", "/?view=mine"],
  ["Queue: all cases", "/?view=all"],
  ["Queue: second review", "/?view=review"],
  ["New case", "/cases/new"],
  ["Screening: lists, search a name", "/screening"],
  ["Library: policies and procedures", "/library"],
  ["Insights: use and cost", "/insights"],
  ["Admin: users, keys, audit", "/admin"],
];

export function Palette({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const cases = useQuery({
    queryKey: ["queue", "palette", text],
    queryFn: ({ signal }) => api.get<Queue>(`/cases${query({ view: "all", q: text, limit: 8 })}`, signal),
    enabled: text.length > 1,
  });
  const choices: [string, string][] = [
    ...(cases.data?.items ?? []).map((one): [string, string] => [`${one.reference} · ${one.customer_name}`, `/cases/${one.id}`]),
    ...PLACES.filter(([label]) => label.toLowerCase().includes(text.toLowerCase())),
  ];
  function go(href: string | undefined) {
    if (!href) return;
    onClose();
    void navigate({ href });
  }
  return (
    <Modal label="Search or jump to" onClose={onClose}>
      <div className="palette">
        <input
          aria-label="Search or jump to"
          placeholder="A customer, a case number or a place"
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown") setAt(Math.min(at + 1, choices.length - 1));
            else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
            else if (event.key === "Enter") go(choices[at]?.[1]);
            else return;
            event.preventDefault();
          }}
        />
        <ul>
          {choices.map(([label, href], index) => (
            <li key={href}>
              <button type="button" className={index === at ? "on" : ""} onClick={() => go(href)}>
                {label}
              </button>
            </li>
          ))}
          {choices.length === 0 && <li className="note">Nothing fits “{text}”.</li>}
        </ul>
      </div>
    </Modal>
  );
}

const KEYS: [string, string][] = [
  ["j / k", "next, previous row"],
  ["Enter", "open the row"],
  ["/", "filter the queue"],
  ["t", "take the next case"],
  ["n", "next fact to check"],
  ["a / x", "accept, reject the chosen fact"],
  ["Ctrl K", "search or jump to"],
  ["?", "this sheet"],
];

export function Keys({ onClose }: { onClose: () => void }) {
  return (
    <Modal label="Keys" onClose={onClose}>
      <div style={{ padding: 20 }} className="stack">
        <h2>Keys</h2>
        <table>
          <tbody>
            {KEYS.map(([key, what]) => (
              <tr key={key}>
                <td>
                  <kbd>{key}</kbd>
                </td>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="button" className="btn" onClick={onClose} autoFocus>
          Close
        </button>
      </div>
    </Modal>
  );
}
