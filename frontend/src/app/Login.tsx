import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { Failure } from "@/shared/ui";
import { signIn } from "./session";

export function Login() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      await signIn(client, String(given.get("email")), String(given.get("password")));
      const next = new URLSearchParams(location.search).get("next");
      await navigate({ href: next?.startsWith("/") && !next.startsWith("//") ? next : "/" });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  }

  return (
    <main style={{ display: "grid", placeItems: "center", minHeight: "100%" }}>
      <form className="card" style={{ width: 360 }} onSubmit={submit}>
        <div className="body stack" style={{ padding: 24 }}>
          <h1 className="brand" style={{ fontSize: 18 }}>
            <i aria-hidden="true" />
            Ascertain
          </h1>
          <p className="muted">Sign in to your queue.</p>
          <label className="field">
            E-mail
            <input name="email" type="email" autoComplete="username" required autoFocus />
          </label>
          <label className="field">
            Password
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
          <button className="btn go" style={{ justifyContent: "center" }} disabled={busy}>
            {busy ? "Signing in …" : "Sign in"}
          </button>
        </div>
        {error !== null && <Failure error={error} />}
      </form>
    </main>
  );
}
