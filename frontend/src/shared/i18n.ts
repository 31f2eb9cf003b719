/**
 * Texts of the screen. Each feature has one namespace; its English texts come with its code, other languages are added
 * to the same namespace. Keys and their values are checked by the compiler.
 */

import i18next, { type ResourceNamespaceMap, type TFunction } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";

void i18next.use(initReactI18next).init({
  lng: "en",
  fallbackLng: "en",
  resources: {},
  initAsync: false,
  interpolation: { escapeValue: false }, // React escapes.
});

type Namespace = keyof ResourceNamespaceMap & string;

/** Registers the English texts of a namespace; answers the hook for components and the function for other code. */
export function namespace<N extends Namespace>(name: N, english: ResourceNamespaceMap[N]) {
  i18next.addResourceBundle("en", name, english);
  return {
    useTexts: (): TFunction<N> => useTranslation(name).t as unknown as TFunction<N>,
    texts: i18next.getFixedT(null, name) as unknown as TFunction<N>,
  };
}
