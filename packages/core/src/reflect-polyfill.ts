/**
 * What tsyringe asks for when it is imported: import this first. A module of its own, and the one with a side effect in
 * `package.json`, because a bundler runs the polyfill, which is CommonJS, where the module that imports it begins: beside
 * tsyringe that is after tsyringe.
 */
import 'reflect-metadata'
