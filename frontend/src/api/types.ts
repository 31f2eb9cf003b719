/** What the API says, as its wire modules have it. */

export interface Person { id: string; name: string }
export interface Ref { kind: string; id: string }
export interface Box { x0: number; y0: number; x1: number; y1: number }
export interface Page<T> { items: T[]; next_cursor: string | null }
export interface Items<T> { items: T[] }

export interface Me {
  user: { id: string; name: string; email: string; initials: string; roles: string[] };
  tenant: Person;
  permissions: string[];
  csrf_token: string;
}

export type Band = "low" | "medium" | "high" | "prohibited";
export type CaseState = "open" | "proposed" | "approved" | "rejected";

export interface CaseSummary {
  id: string;
  reference: string;
  customer_name: string;
  customer_kind: "person" | "company";
  country: string | null;
  state: CaseState;
  waiting_on: string;
  progress: string;
  band: Band | null;
  score: number | null;
  provisional: boolean;
  documents_total: number;
  documents_done: number;
  documents_failed: number;
  facts_to_check: number;
  hits_to_judge: number;
  due_at: string;
  owner: Person | null;
  created_at: string;
  updated_at: string;
}

export type View = "mine" | "all" | "review" | "monitoring";
export interface Queue extends Page<CaseSummary> { counts: Record<View, number> }

export interface Step {
  name: string;
  state: "waiting" | "running" | "done" | "failed";
  detail: string;
  finished_at: string | null;
}
export type CaseTab = "overview" | "facts" | "ownership" | "screening" | "risk" | "timeline" | "decision";
export interface Blocker { code: string; sentence: string; tab: CaseTab; ref: Ref | null }
export interface Task { id: string; kind: string; title: string; state: "open" | "done"; created_at: string }
export interface Note { id: string; text: string; author: Person; created_at: string }
export interface Factor { code: string; label: string; points: number; reason: string; evidence: Ref[] }
export interface Proposal {
  id: string;
  case_id: string;
  outcome: "approve" | "reject";
  reason: string;
  proposed_by: Person;
  proposed_at: string;
  inputs_version: number;
  state: "waiting" | "agreed" | "returned";
  review: { outcome: "agree" | "return"; reason: string; by: Person; at: string } | null;
  changed_since: string[];
}
export interface Case extends CaseSummary {
  birth_date?: string | null;
  registration_number?: string | null;
  inputs_version: number;
  steps: Step[];
  blockers: Blocker[];
  tasks: Task[];
  notes: Note[];
  top_factors: Factor[];
  proposal: Proposal | null;
  makers: Person[];
}

export interface DocumentInfo {
  id: string;
  case_id: string | null;
  filename: string;
  media_type: string;
  size_bytes: number;
  parent_id: string | null;
  state: "queued" | "reading" | "read" | "classified" | "extracted" | "done" | "failed";
  document_type: string | null;
  type_confidence: number | null;
  pages_total: number | null;
  pages_read: number;
  facts_count: number;
  error: { code: string; detail: string } | null;
  duplicate_of: string | null;
  created_at: string;
}
export interface Refused { filename: string; code: string; detail: string }
export interface Uploaded { items: DocumentInfo[]; refused: Refused[] }

export interface Fact {
  id: string;
  document_id: string;
  document_name: string;
  document_type: string | null;
  subject: string;
  schema: string;
  property: string;
  label: string;
  value: string;
  display_value: string;
  quote: string;
  page_number: number;
  boxes: Box[];
  method: string;
  confidence: number;
  state: "unchecked" | "accepted" | "rejected" | "superseded";
  author: Person | null;
  validity: string | null;
  party_id: string | null;
  party_name: string | null;
  topic: string;
  superseded_by: string | null;
}
export interface Conflict { subject_name: string; party_id: string | null; property: string; fact_ids: string[] }
export interface Facts { items: Fact[]; conflicts: Conflict[] }

export interface PathStep { from_party_id: string; from_name: string; to_party_id: string; to_name: string; fraction: number; fact_ids: string[] }
export interface OwnerPath { steps: PathStep[]; product: number; note: string }
export interface Owner {
  party_id: string;
  name: string;
  direct_fraction: number | null;
  total_fraction: number;
  is_beneficial_owner: boolean;
  grounds: string[];
  control: string | null;
  explanation: string;
  paths: OwnerPath[];
}
export interface OwnershipNode { id: string; name: string; kind: "person" | "company" | "unknown"; country: string | null; is_customer: boolean; total_fraction: number | null; is_owner: boolean }
export interface OwnershipEdge { id: string; source: string; target: string; fraction: number | null; kind: "shares" | "control"; label: string; circular: boolean; fact_ids: string[]; document_id: string | null }
export interface Ownership {
  company_party_id: string | null;
  regime: string;
  regime_label: string;
  threshold: number;
  as_of: string;
  provisional?: boolean;
  unknown_fraction: number;
  circles: number;
  owners: Owner[];
  unknowns: { behind_name: string; fraction_direct: number | null; fraction_total: number; reason: string }[];
  nodes: OwnershipNode[];
  edges: OwnershipEdge[];
  flags: { code: string; sentence: string; severity: "info" | "warning" }[];
}

export interface ListEntry { id: string; name: string; schema: string; aliases: string[]; birth_dates: string[]; countries: string[]; topics: string[]; program: string | null; remarks: string | null }
export interface Part { feature: string; label: string; ours: string | null; theirs: string | null; strength: number; note: string }
export interface MatchedWord { ours: string; theirs: string }
export type Verdict = "same" | "different" | "unsure";
export interface Hit {
  id: string;
  party_id: string;
  party_name: string;
  party_roles: string[];
  list_name: string;
  list_version: string;
  entry: ListEntry;
  score: number;
  parts: Part[];
  matched_words: MatchedWord[];
  verdict: Verdict | null;
  reason: string | null;
  adjudicated_by: Person | null;
  adjudicated_at: string | null;
}
export interface Watchlist { id: string; name: string; source: string; version: string; entries: number; loaded_at: string }
export interface Match { entry: ListEntry; score: number; parts: Part[]; matched_words: MatchedWord[]; list_name: string }

export interface PairRecord { id: string; document_id: string | null; document_name: string; name: string; birth_date: string | null; country: string | null }
export interface Pair { record_a: PairRecord; record_b: PairRecord; probability: number; strength_bits: number; reasons: { feature: string; ours: string; theirs: string; bits: number; sentence: string }[]; verdict: Verdict | null }

export interface Assessment {
  score: number;
  band: Band;
  provisional?: boolean;
  base: number;
  policy: { id: string; name: string; version: number };
  factors: Factor[];
  computed_at: string;
  previous: { score: number; band: Band; computed_at: string } | null;
  changes: string[];
}

export interface TimelineEntry {
  id: string;
  at: string;
  actor: { kind: string; id: string; name: string };
  action: string;
  sentence: string;
  object: Ref;
  reason: string | null;
}

export interface Citation {
  n: number;
  kind: string;
  document_id: string | null;
  document_name: string | null;
  page_number: number | null;
  boxes: Box[];
  quote: string;
  title: string;
  ref: Ref | null;
}
export interface Chat { id: string; title: string; case_id: string | null; created_at: string; updated_at: string }
export interface Message { id: string; role: "user" | "assistant"; text: string; run_id: string | null; citations: Citation[]; created_at: string; state: string }
export interface ChatWithMessages extends Chat { messages: Message[] }
export interface Run {
  id: string;
  chat_id: string;
  state: "running" | "done" | "stopped" | "failed";
  question: string;
  answer: string;
  citations: Citation[];
  first_token_ms: number | null;
  total_ms: number | null;
  cost_usd: number;
  tokens: { input: number; output: number; cached: number };
  model: string;
  no_evidence: boolean;
  suggestions: string[];
}
export interface Span { name: string; label: string; start_ms: number; ms: number; budget_ms: number | null; beside: boolean }
export interface Anatomy {
  run: Run;
  spans: Span[];
  sources: { n: number | null; title: string; page_number: number | null; score: number; used: boolean }[];
  checks: { sentence: number; text?: string; verdict: string; score: number; n?: number | null; quote?: string }[];
  attempts?: { provider: string; model: string; outcome: string; ms: number }[];
  prompt: { name: string; version: string } | null;
  provider?: string | null;
  total_ms?: number | null;
}

export interface SearchHit { document_id: string; document_name: string; page_number: number; boxes: Box[]; text: string; score: number }
export interface Evidence { kind: string; title: string; sentence: string; document_id: string | null; page_number: number | null; boxes: Box[]; quote: string | null }
export interface UsageRow { day: string; model: string; purpose: string; calls: number; input_tokens: number; output_tokens: number; cost_usd: number }

export interface TenantUser { id: string; name: string; email: string; roles: string[] }
export interface ApiKey { id: string; name: string; permissions: string[]; hint: string; created_at: string; revoked_at: string | null }
export interface Webhook { id: string; url: string; topics: string[]; active: boolean; disabled_reason: string | null; created_at: string }
export interface AuditEntry { id: string; at: string; actor_kind: string; actor_name: string; action: string; object_kind: string; object_id: string; reason: string | null }
export interface Verification { intact: boolean; sealed: number; unsealed: number; broken_at: number | null; broken_entry_id: string | null; head: string }
export interface DeadLetter { id: string; kind: string; error: string; attempts: number; parked_at: string; replayed_at: string | null }
