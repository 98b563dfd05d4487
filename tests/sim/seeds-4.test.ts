import { seedsHold } from './hold.ts'

seedsHold(4)
