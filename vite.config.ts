import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the screen for both hosts: relative addresses, nothing inline, so that a strict content security policy holds. */
export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1_500,
  },
});
