import type { Checklist } from '../domain/checklist.ts'
import { chatThaiYTe } from './chat-thai-y-te.ts'
import { emulationTargets } from './emulation-targets.ts'
import { ksnk } from './ksnk.ts'
import { ksnkModules } from './ksnk-modules.ts'
import { ksnkRutGon } from './ksnk-rut-gon.ts'
import { nuocThai } from './nuoc-thai.ts'
import { tramYTeXa } from './tram-y-te-xa.ts'
import { xanhSachDep } from './xanh-sach-dep.ts'

/** Every published checklist, in the order in which they are offered. */
export const checklists: readonly Checklist[] = [
  xanhSachDep,
  chatThaiYTe,
  nuocThai,
  ksnk,
  ksnkRutGon,
  tramYTeXa,
  ...ksnkModules,
  emulationTargets,
]
