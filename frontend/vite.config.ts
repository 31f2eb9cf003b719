import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": path.resolve(import.meta.dirname, "src") } },
  build: {
    outDir: process.env["ASCERTAIN_WEB_OUT"] ?? "../src/ascertain/web",
    emptyOutDir: true,
    sourcemap: false,
    manifest: true, // for .size-limit.js
    target: "es2022",
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { "/bff": "http://127.0.0.1:8000" } },
  test: { environment: "node", include: ["src/**/*.test.{ts,tsx}"], css: false },
});
