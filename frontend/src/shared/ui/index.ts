/**
 * What every screen is made of, beside Mantine's own components. Not here, because only some screens load them:
 * "@/shared/ui/DateField", "@/shared/ui/DropZone".
 */
export { Card, CardBody } from "./Card";
export { CardTable } from "./CardTable";
export { DataTable, type Column, type Sort } from "./DataTable";
export { DateTime } from "./DateTime";
export { Dialog } from "./Dialog";
export { EvidenceBar } from "./EvidenceBar";
export { FilterBox, filterClasses } from "./FilterBox";
export { FilterSelect } from "./FilterSelect";
export { ButtonLink, TextLink } from "./links";
export { Marked } from "./Marked";
export { confirmAction, notify } from "./messages";
export { Page } from "./Page";
export { ScrollBox } from "./ScrollBox";
export { SourceButton } from "./SourceButton";
export { EmptyState, ErrorState, Loading, QueryResult } from "./states";
export { Count, RiskBadge, StateBadge, type Tone } from "./StateBadge";
