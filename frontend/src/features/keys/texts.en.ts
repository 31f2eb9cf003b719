import { namespace } from "@/shared/i18n";

const en = {
  keys: {
    title: "API keys",
    own: "My API keys",
    loading: "Loading the keys",
    empty: "There are no API keys. A key gives a program only the permissions that it needs; create one below.",
    secret: "The new key, shown only now:",
    columns: { key: "Key", owner: "Owner", permissions: "Permissions", expires: "Expires", actions: "Actions" },
    hint: "…{{hint}}",
    unknownOwner: "unknown",
    expired: "expired",
    revoked: "revoked",
    revoke: "Revoke",
    revokeOf: "Revoke {{name}}",
    confirmRevoke: {
      title: "Revoke the key {{name}}?",
      text: "Programs that use it, or a key that was made with it, are refused at once. This cannot be undone.",
      button: "Revoke key",
    },
    name: "Name",
    owner: "Owner",
    myself: "myself",
    days: "Days until it expires",
    permissions: "Permissions",
    create: "Create key",
  },
  accounts: {
    title: "Service accounts",
    loading: "Loading the service accounts",
    empty:
      "There are no service accounts. A service account owns the keys of a program, so that they do not end when a person leaves.",
    columns: { name: "Name", roles: "Roles", responsible: "Responsible", actions: "Actions" },
    disabled: "(disabled)",
    disable: "Disable",
    disableOf: "Disable {{name}}",
    enable: "Enable",
    enableOf: "Enable {{name}}",
    name: "Name",
    role: "Role",
    responsible: "Responsible person",
    create: "Add service account",
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    keys: typeof en;
  }
}

export const { useTexts } = namespace("keys", en);
