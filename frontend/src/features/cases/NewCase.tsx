import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { api } from "@/api/client";
import type { Case, Uploaded } from "@/api/types";
import { uploadFiles } from "@/shared/upload";
import { plural, size } from "@/shared/format";
import { ErrorState } from "@/shared/ui";
import { DropZone } from "@/shared/ui/DropZone";

export function NewCase() {
  const navigate = useNavigate();
  const [kind, setKind] = useState<"company" | "person">("company");
  const [files, setFiles] = useState<File[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [made, setMade] = useState<{ id: string; uploaded: Uploaded } | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim() || null;
    setError(null);
    setBusy("Opening the case …");
    try {
      const opened = await api.post<Case>("/cases", {
        customer_name: text("customer_name"),
        customer_kind: kind,
        country: text("country")?.toLowerCase() ?? null,
        ...(kind === "company"
          ? { registration_number: text("registration_number") }
          : { birth_date: text("birth_date") }),
      });
      const uploaded: Uploaded = { items: [], refused: [] };
      if (files.length) {
        setBusy(`Sending ${plural(files.length, "file")} …`);
        const answer = await uploadFiles(opened.id, files);
        uploaded.items.push(...answer.items);
        uploaded.refused.push(...answer.refused);
      }
      if (uploaded.refused.length === 0) await navigate({ to: "/cases/$id", params: { id: opened.id } });
      else setMade({ id: opened.id, uploaded });
    } catch (problem) {
      setError(problem);
    }
    setBusy(null);
  }

  if (made)
    return (
      <div className="wrap narrow">
        <section className="card">
          <header>
            <h1>The case is open; some files were not taken</h1>
          </header>
          <table>
            <tbody>
              {made.uploaded.refused.map((one) => (
                <tr key={one.filename}>
                  <td>{one.filename}</td>
                  <td style={{ color: "var(--high)" }}>
                    not taken: {one.detail} <code className="small">{one.code}</code>
                  </td>
                </tr>
              ))}
              {made.uploaded.items.map((one) => (
                <tr key={one.id}>
                  <td>{one.filename}</td>
                  <td style={{ color: "var(--low)" }}>✓ taken</td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="body">
            <button
              type="button"
              className="btn go"
              onClick={() => void navigate({ to: "/cases/$id", params: { id: made.id } })}
            >
              Go to the case
            </button>
          </div>
        </section>
      </div>
    );
  return (
    <div className="wrap narrow">
      <form className="card" onSubmit={submit}>
        <header>
          <h1>New case</h1>
        </header>
        <div className="body stack">
          <fieldset className="row" style={{ border: 0, padding: 0, margin: 0, gap: 16 }}>
            <legend className="field" style={{ padding: "0 0 4px" }}>
              The customer is
            </legend>
            {(["company", "person"] as const).map((one) => (
              <label key={one} className="row">
                <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} /> a {one}
              </label>
            ))}
          </fieldset>
          <label className="field">
            Name
            <input name="customer_name" required maxLength={300} autoFocus autoComplete="off" />
          </label>
          <div className="two">
            <label className="field">
              Country (two letters, such as GB)
              <input name="country" pattern="[A-Za-z]{2}" maxLength={2} autoComplete="off" />
            </label>
            {kind === "company" ? (
              <label className="field">
                Company number
                <input name="registration_number" maxLength={300} autoComplete="off" />
              </label>
            ) : (
              <label className="field">
                Birth date (1971-03-14; the year alone will do)
                <input name="birth_date" pattern="\d{4}(-\d{2}(-\d{2})?)?" autoComplete="off" />
              </label>
            )}
          </div>
          <DropZone
            label="Drop documents here, or choose files (PDF, pictures, DOCX, e-mail)"
            onFiles={(more) => setFiles([...files, ...more])}
          />
          {files.map((file, index) => (
            <div className="row small" key={`${file.name}-${index}`}>
              <span className="grow">{file.name}</span>
              <span className="faint">{size(file.size)}</span>
              <button
                type="button"
                className="btn sm"
                onClick={() => setFiles(files.filter((_, i) => i !== index))}
                aria-label={`Leave out ${file.name}`}
              >
                Leave out
              </button>
            </div>
          ))}
          <div className="row">
            <button className="btn go" disabled={busy !== null}>
              {busy ?? "Open the case"}
            </button>
          </div>
        </div>
        {error !== null && <ErrorState error={error} />}
      </form>
    </div>
  );
}
