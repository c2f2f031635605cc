import { lastLine, type RunCommand } from './run-command.js'

/** A program that set-up needs, as found on this machine. */
export interface Tool {
  readonly command: string
  /** The first line of what it says of itself. */
  readonly version: string
}

export interface ToolSearch {
  readonly run: RunCommand
  readonly environment: NodeJS.ProcessEnv
  readonly signal?: AbortSignal
}

/** The C++ compiler: `CXX`, or the first of c++, g++, clang++ that runs. */
export function findCompiler(search: ToolSearch): Promise<Tool | undefined> {
  const wished = search.environment['CXX']
  return firstThatRuns(wished ? [wished, 'c++', 'g++', 'clang++'] : ['c++', 'g++', 'clang++'], ['--version'], search)
}

/** The first Python on the PATH. */
export function findPython(search: ToolSearch): Promise<Tool | undefined> {
  return firstThatRuns(['python3', 'python'], ['--version'], search)
}

/** The first Python on the PATH that has pip. */
export function findPip(search: ToolSearch): Promise<Tool | undefined> {
  return firstThatRuns(['python3', 'python'], ['-m', 'pip', '--version'], search)
}

async function firstThatRuns(
  commands: readonly string[],
  versionArguments: readonly string[],
  { run, environment, signal }: ToolSearch,
): Promise<Tool | undefined> {
  for (const command of commands) {
    const result = await run(command, versionArguments, { env: environment, signal })
    if (result.code === 0) return { command, version: result.output.trim().split('\n')[0] ?? lastLine(result.output) }
  }
  return undefined
}
