import { defineConfig, mergeConfig } from 'vitest/config'
import config from '../../vitest.config.ts'
import { mutate } from './plugin.ts'

/** The tests of the protocol against one mutant, named by the environment. */
const { MUTANT = '' } = process.env

export default mergeConfig(config, defineConfig({ root: process.cwd(), plugins: [mutate(MUTANT)] }))
