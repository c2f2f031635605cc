import { PLUGIN_KINDS, type PluginKind, type PluginKindName } from './plugin-kind.js'
import type { PluginName } from './plugin-name.js'
import { hourglassVersion, VERSIONS } from './versions.js'

type Dependencies = Record<string, string>

const EXPORTS = {
  '.': { types: './dist/index.d.ts', default: './dist/index.js' },
  './package.json': './package.json',
}

/**
 * package.json of a plugin. tfjs-core, zod and the contracts are peers: a run has one copy of each, the lab's.
 *
 * @param root the way from the package to the workspace's root, where it is in the workspace
 */
export function packageManifest(kind: PluginKindName, name: PluginName, root: string | undefined): object {
  const { example, usesEngine }: PluginKind = PLUGIN_KINDS[kind]
  const inWorkspace = root !== undefined
  const ours = inWorkspace ? 'workspace:^' : `^${hourglassVersion()}`
  const theirs = (pinned: keyof typeof VERSIONS) => (inWorkspace ? 'catalog:' : VERSIONS[pinned])
  const development: Dependencies = {
    '@hourglass/core': ours,
    '@hourglass/lab': ours,
    '@hourglass/testing': ours,
    ...(inWorkspace ? { '@hourglass/tsconfig': 'workspace:*', '@hourglass/vitest': 'workspace:*' } : {}),
    '@tensorflow/tfjs-core': theirs('@tensorflow/tfjs-core'),
    '@types/node': theirs('@types/node'),
    ...(inWorkspace ? {} : { typescript: VERSIONS.typescript, vitest: VERSIONS.vitest }),
    zod: theirs('zod'),
  }
  return {
    name: name.package,
    version: '0.1.0',
    ...(inWorkspace ? { private: true } : {}),
    description: `A ${kind} for Hourglass, the laboratory for autoencoders: ${example}`,
    keywords: ['autoencoder', 'hourglass-plugin'],
    license: 'MIT',
    files: ['dist'],
    type: 'module',
    sideEffects: false,
    exports: EXPORTS,
    scripts: root === undefined ? OWN_SCRIPTS : workspaceScripts(root),
    ...(usesEngine === true ? { dependencies: { '@hourglass/engine': ours } } : {}),
    devDependencies: development,
    peerDependencies: {
      '@hourglass/core': inWorkspace ? '0.x' : ours,
      '@tensorflow/tfjs-core': `^${VERSIONS['@tensorflow/tfjs-core']}`,
      zod: VERSIONS.zod,
    },
    engines: { node: '>=20.19' },
  }
}

const OWN_SCRIPTS = {
  build: 'tsc -p tsconfig.build.json',
  typecheck: 'tsc -p tsconfig.json',
  test: 'vitest run --testTimeout=60000 --hookTimeout=120000',
  prepack: 'npm run build',
}

function workspaceScripts(root: string): Dependencies {
  return {
    build: OWN_SCRIPTS.build,
    typecheck: OWN_SCRIPTS.typecheck,
    lint: `oxlint -c ${root}/.oxlintrc.json --deny-warnings src`,
    test: `vitest run --config ${root}/tooling/vitest/vitest.config.mjs --root .`,
  }
}
