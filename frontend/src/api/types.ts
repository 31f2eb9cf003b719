/**
 * What the API says. Everything here is named from `schema.d.ts`, which `tools/web.py check` draws from the OpenAPI document
 * (never committed, so it cannot be stale): a field that the server renames is a type error here.
 */

import type { components } from "./schema";

type Schemas = components["schemas"];

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}
export interface Items<T> {
  items: T[];
}

export type Person = Schemas["PersonOut"];
export type Ref = Schemas["RefOut"];
export type Box = Schemas["BoxOut"];
export type Me = Schemas["MeOut"];
export type Account = Schemas["AccountOut"];
export type SignIn = Schemas["SignInOut"];
export type Enrolment = Schemas["EnrolmentOut"];
export type ServiceAccount = Schemas["ServiceAccountOut"];
export type PasswordLink = Schemas["LinkOut"];
export type NewUser = Schemas["NewUserOut"];

export type CaseSummary = Schemas["CaseSummaryOut"];
export type Band = NonNullable<CaseSummary["band"]>;
export type CaseState = CaseSummary["state"];
export type Queue = Schemas["QueueOut"];
export type View = keyof Queue["counts"];
export type Step = Schemas["StepOut"];
export type Blocker = Schemas["BlockerOut"];
export type Task = Schemas["TaskOut"];
export type Note = Schemas["NoteOut"];
export type Factor = Schemas["FactorOut"];
export type Proposal = Schemas["ProposalOut"];
export type Case = Schemas["CaseOut"];
export type TimelineEntry = Schemas["TimelineEntryOut"];

export type DocumentInfo = Schemas["DocumentOut"];
export type RetypedInfo = Schemas["RetypedOut"];
export type DocumentPart = Schemas["DocumentPartOut"];
export type DocumentTypeInfo = Schemas["DocumentTypeOut"];
export type Flag = Schemas["DocumentFlagOut"];
export type Refused = Schemas["RefusedOut"];
export type Uploaded = Schemas["UploadedOut"];
export type Fact = Schemas["FactOut"];
export type Conflict = Schemas["ConflictOut"];
export type Facts = Schemas["FactsOut"];

export type PathStep = Schemas["PathStepOut"];
export type OwnerPath = Schemas["PathOut"];
export type Owner = Schemas["OwnerOut"];
export type OwnershipNode = Schemas["NodeOut"];
export type OwnershipEdge = Schemas["EdgeOut"];
export type Ownership = Schemas["OwnershipOut"];
export type Exclusion = Schemas["ExclusionOut"];
export type SourceSaid = Schemas["SourceSaidOut"];
export type SourceConflict = Schemas["SourceConflictOut"];
export type Standings = Schemas["StandingsOut"];
export type SanctionsReach = Schemas["SanctionsReachOut"];
export type Regime = Schemas["RegimeOut"];
export type Projection = Schemas["ProjectionOut"];
export type Subgraph = Schemas["SubgraphOut"];
export type GraphNode = Schemas["GraphNodeOut"];
export type GraphLink = Schemas["GraphLinkOut"];
export type HiddenLink = Schemas["HiddenLinkOut"];
export type CaseTouched = Schemas["CaseTouchedOut"];

export type ListEntry = Schemas["EntryOut"];
export type Part = Schemas["PartOut"];
export type MatchedWord = Schemas["MatchedWordsOut"];
export type Hit = Schemas["HitOut"];
export type Verdict = NonNullable<Hit["verdict"]>;
export type Watchlist = Schemas["WatchlistOut"];
export type Match = Schemas["MatchOut"];

export type Entity = Schemas["EntityOut"];
export type Party = Schemas["PartyOut"];
export type PairRecord = Schemas["RecordOut"];
export type Pair = Schemas["PairOut"];
export type EntityModel = Schemas["EntityModelOut"];
export type EntityPage = Schemas["EntityPageOut"];
export type GoldenValue = Schemas["GoldenValueOut"];

export type Assessment = Schemas["AssessmentOut"];

export type Citation = Schemas["CitationOut"];
export type Chat = Schemas["ChatOut"];
export type Message = Schemas["MessageOut"];
export type ChatWithMessages = Schemas["ChatWithMessages"];
export type Run = Schemas["RunOut"];
export type NoteDraft = Schemas["NoteDraftOut"];
export type Span = Schemas["SpanOut"];
export type PromptVersion = Schemas["PromptVersionOut"];
export type Anatomy = Schemas["AnatomyOut"];

export type SearchHit = Schemas["FoundPassageOut"];
export type Evidence = Schemas["EvidenceOut"];
export type UsageRow = Schemas["UsageRowOut"];
export type Usage = Schemas["UsageOut"];
export type Budget = Schemas["BudgetOut"];
export type ModelRoutes = Schemas["RoutesOut"];

export type TenantUser = Schemas["TenantUserOut"];
export type ApiKey = Schemas["ApiKeyOut"];
export type Webhook = Schemas["WebhookOut"];
export type AuditEntry = Schemas["AuditEntryOut"];
export type Verification = Schemas["VerificationOut"];
export type DeadLetter = Schemas["DeadLetterOut"];
