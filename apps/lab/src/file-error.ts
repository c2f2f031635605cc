import { HourglassError } from '@hourglass/core'

const EXPLANATIONS: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', 'free some space, or choose another folder with --runs'],
  EDQUOT: ['the disk quota is used up', 'free some space, or choose another folder with --runs'],
  EFBIG: ['the file would be larger than this shell allows', 'raise the limit: ulimit -f unlimited'],
  EROFS: ['the file system is read-only', 'choose a folder that can be written, with --runs'],
  EACCES: ['permission denied', 'choose a folder that you may write, with --runs'],
  EPERM: ['not permitted', 'choose a folder that you may write, with --runs'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'choose another folder with --runs'],
  ENOENT: ['no such file or folder, or it cannot be made', 'check the path; choose another folder with --runs'],
  ENAMETOOLONG: ['the path is too long', 'choose another folder with --runs'],
  EIO: ['the disk failed', 'check the disk; choose another folder with --runs'],
  EEXIST: ['a file of that name is in the way', 'choose another folder with --runs'],
  EISDIR: ['this is a folder, not a file', 'choose another path'],
  EMFILE: ['too many open files', 'raise the limit: ulimit -n 4096'],
}

/** An operating system's refusal in words, or the error itself where it is something else. */
export function explainFileError(error: unknown): unknown {
  const { code, path, dest, syscall } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string }
  const explanation = code === undefined ? undefined : EXPLANATIONS[code]
  if (explanation === undefined) return error
  return new HourglassError('file-error', `${explanation[0]} (${code}${syscall ? ` in ${syscall}` : ''})`, {
    place: { source: path ?? dest },
    remedy: explanation[1],
    cause: error,
  })
}
