import { seedsHold } from './hold.ts'

seedsHold(1)
