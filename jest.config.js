import { CONSTANT_IN_PACKAGES } from './test/support/transform.mjs';

const base = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '<rootDir>/test/support/transform.mjs' },
  moduleNameMapper: {
    '^#([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  setupFiles: ['reflect-metadata'],
  sandboxInjectedGlobals: CONSTANT_IN_PACKAGES,
};

export default {
  // Real processes and servers on two busy cores: a bound on hanging, not on speed.
  testTimeout: 180_000,
  // A worker that has nothing left to do ends by itself: on a busy machine not within half a second.
  workerGracefulExitTimeout: 10_000,
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/**/src/**/*.spec.ts'] },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/test/**/*.int-spec.ts'] },
    { ...base, displayName: 'simulation', testMatch: ['<rootDir>/test/**/*.sim-spec.ts'] },
    { ...base, displayName: 'tidy', testMatch: ['<rootDir>/test/**/*.tidy-spec.ts'] },
    // Several spec files each, as scripts/test runs them.
    {
      ...base,
      displayName: 'parts',
      testMatch: ['<rootDir>/test/.parts/*/*.part.mjs'],
      testEnvironment: '<rootDir>/test/support/part.environment.mjs',
    },
  ],
  coverageProvider: 'v8',
  collectCoverageFrom: [
    '{apps,libs}/**/src/**/*.ts',
    '!**/*.spec.ts',
    '!**/index.ts',
    '!**/main.ts',
  ],
};
