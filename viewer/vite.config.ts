import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The server that the development page talks to; in production both are one host. */
const SERVER = process.env["CIVICO_SERVER"] ?? "http://127.0.0.1:8080";
const FACES = ["/rest", "/ogc", "/tiles", "/fonts", "/sprites", "/status", "/sign-in", "/sign-out"];

/** As the server does it: every address below `/account` is the same page. */
const accountPage: Plugin = {
  name: "civico-account-page",
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      if (/^\/account(\/|\?|$)/.test(request.url ?? "")) request.url = "/account.html";
      next();
    });
  },
};

export default defineConfig({
  plugins: [accountPage],
  build: {
    // Two pages with a bundle each: nobody loads a map to sign in.
    rollupOptions: { input: ["index.html", "account.html"] },
    target: "es2022",
    // Fonts and images stay files of their own: the content policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1600,
  },
  css: {
    preprocessorOptions: {
      // Bootstrap Italia's own sources still use @import and other forms that Sass has deprecated.
      scss: { quietDeps: true, silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"] },
    },
  },
  server: { proxy: Object.fromEntries(FACES.map((face) => [face, { target: SERVER, changeOrigin: false }])) },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["src/i18n/analysis.ts"],
  },
});
