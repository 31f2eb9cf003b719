import { namespace } from "@/shared/i18n";

const en = {
  title: "Account",
  loading: "Loading the account",
  profile: {
    title: "Account of {{name}}",
    email: "E-mail",
    roles: "Roles",
    unconfirmed:
      "A second person has not confirmed this account yet, so that its rights are limited. Ask another admin or a head.",
    mustEnrol:
      "Your role requires two-factor authentication. Set it up below; everything else is available afterwards.",
  },
  password: {
    title: "Password",
    current: "Present password",
    new: "New password",
    submit: "Change password",
    done: "The password was changed. All other sign-ins have ended.",
  },
  factor: {
    title: "Two-factor authentication",
    on: "On. Recovery codes that are left: {{left}}.",
    off: "Off. With it, signing in needs a code of an app on your telephone beside the password.",
    password: "Present password",
    begin: "Set up",
    scan: "Scan this code with an authenticator app, or enter the key:",
    qr: "QR code of the key",
    code: "Code of the app",
    confirm: "Turn on",
    recovery: "Each of these codes replaces the app once. Store them in a safe place; they are shown only now:",
    remove: "Turn off",
    confirmRemove: {
      title: "Turn off two-factor authentication?",
      text: "Afterwards the password alone is enough to sign in.",
      button: "Turn it off",
    },
  },
  sessions: {
    title: "Sign-ins",
    loading: "Loading the sign-ins",
    columns: { device: "Device", address: "Address", began: "Signed in", seen: "Last used", actions: "Actions" },
    here: "this one",
    unknown: "unknown program",
    end: "Sign out",
    endOf: "Sign out {{device}}",
    everywhere: "Sign out everywhere",
    confirmEverywhere: {
      title: "Sign out everywhere?",
      text: "All browsers and programs are signed out, this one as well. API keys go on.",
      button: "Sign out everywhere",
    },
  },
} as const;

declare module "i18next" {
  interface ResourceNamespaceMap {
    account: typeof en;
  }
}

export const { useTexts } = namespace("account", en);
