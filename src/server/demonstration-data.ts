import type { Area, AreaKind, Places, Stay } from '../domain/area.ts'
import type { Facts, WastewaterFacts } from '../domain/facts.ts'
import type { Role } from '../domain/people.ts'

/** An invented province for trying out. Every name, number, date and permit here is made up. */

export const PROVINCE = { id: 'demo-province', name: 'Tỉnh Minh Họa' }

export const PASSWORD = 'so-kiem-2026'

export const NOTICE =
  'Đây là dữ liệu minh họa: tỉnh, cơ sở và tài khoản đều là hư cấu, không phải kết quả kiểm tra thật.'

export const areas = [
  { id: 'demo-suoi-mo', name: 'Xã Suối Mơ' },
  { id: 'demo-dong-xuan', name: 'Xã Đồng Xuân' },
  { id: 'demo-may-trang', name: 'Xã Mây Trắng' },
  { id: 'demo-hoa-ban', name: 'Phường Hoa Ban' },
  { id: 'demo-ben-sao', name: 'Phường Bến Sao' },
] as const

type AreaId = (typeof areas)[number]['id']

/** Before 1 July 2025 the province had districts, and these communes in them. */
const formerDistricts = [
  { id: 'demo-cu-thuong-suong', name: 'Huyện Thượng Sương (minh họa)' },
  { id: 'demo-cu-hoa-sim', name: 'Thị xã Hoa Sim (minh họa)' },
] as const

type FormerCommune = { id: string; name: string; in: (typeof formerDistricts)[number]['id']; became: AreaId }

const formerCommunes = [
  { id: 'demo-cu-ban-moi', name: 'Xã Bản Mới (minh họa)', in: 'demo-cu-thuong-suong', became: 'demo-suoi-mo' },
  { id: 'demo-cu-vuon-cam', name: 'Xã Vườn Cam (minh họa)', in: 'demo-cu-thuong-suong', became: 'demo-suoi-mo' },
  { id: 'demo-cu-thon-trung', name: 'Xã Thôn Trung (minh họa)', in: 'demo-cu-thuong-suong', became: 'demo-dong-xuan' },
  {
    id: 'demo-cu-cho-dong',
    name: 'Thị trấn Chợ Đồng (minh họa)',
    in: 'demo-cu-thuong-suong',
    became: 'demo-dong-xuan',
  },
  { id: 'demo-cu-nui-doi', name: 'Xã Núi Đôi (minh họa)', in: 'demo-cu-thuong-suong', became: 'demo-may-trang' },
  { id: 'demo-cu-doi-gio', name: 'Xã Đồi Gió (minh họa)', in: 'demo-cu-thuong-suong', became: 'demo-may-trang' },
  { id: 'demo-cu-ban-trang', name: 'Phường Ban Trắng (minh họa)', in: 'demo-cu-hoa-sim', became: 'demo-hoa-ban' },
  { id: 'demo-cu-huong-duong', name: 'Phường Hướng Dương (minh họa)', in: 'demo-cu-hoa-sim', became: 'demo-hoa-ban' },
  { id: 'demo-cu-bo-song', name: 'Phường Bờ Sông (minh họa)', in: 'demo-cu-hoa-sim', became: 'demo-ben-sao' },
  { id: 'demo-cu-cau-tre', name: 'Xã Cầu Tre (minh họa)', in: 'demo-cu-hoa-sim', became: 'demo-ben-sao' },
] as const satisfies readonly FormerCommune[]

type FormerId = (typeof formerCommunes)[number]['id']

export type DemonstrationFacility = { id: string; areaId: AreaId; name: string; address: string; facts: Facts }

/** What all facilities without a remark have: nothing is known of their wastewater. */
const plain: Omit<Facts, 'type'> = { beds: null, zone: null, region: 'northernMidlands', sites: [], wastewater: null }

function water(known: Partial<WastewaterFacts>): WastewaterFacts {
  return {
    receivingWater: null,
    treatsInfectious: false,
    usesRadioactiveSources: false,
    treatedOnSite: false,
    operatingSince: null,
    approvedOn: null,
    permit: null,
    ...known,
  }
}

function site(id: string, name: string) {
  return { id, name }
}

export const facilities: readonly DemonstrationFacility[] = [
  // Hospitals: one for each way in which wastewater limits are decided.
  {
    id: 'demo-bv-hoa-ban',
    areaId: 'demo-hoa-ban',
    name: 'Bệnh viện Đa khoa Hoa Ban (minh họa)',
    address: 'Số 1 đường Ban Trắng, phường Hoa Ban',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 300,
      wastewater: water({ receivingWater: 'otherWater', operatingSince: '2009-05-19', approvedOn: '2008-11-03' }),
    },
  },
  {
    id: 'demo-bv-ben-sao',
    areaId: 'demo-ben-sao',
    name: 'Bệnh viện Bến Sao (minh họa)',
    address: 'Số 12 đường Bờ Sông, phường Bến Sao',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 120,
      wastewater: water({ receivingWater: 'publicSewer', operatingSince: '2012-03-01', approvedOn: '2011-09-20' }),
    },
  },
  {
    id: 'demo-bv-nhi',
    areaId: 'demo-hoa-ban',
    name: 'Bệnh viện Nhi Tỉnh Minh Họa (minh họa)',
    address: 'Số 45 đường Hoa Sim, phường Hoa Ban',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 299,
      wastewater: water({ receivingWater: 'publicSewer', operatingSince: '2015-06-01', approvedOn: '2014-12-15' }),
    },
  },
  {
    id: 'demo-bv-truyen-nhiem',
    areaId: 'demo-ben-sao',
    name: 'Bệnh viện Truyền nhiễm Minh Họa (minh họa)',
    address: 'Số 8 đường Đồi Thông, phường Bến Sao',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 150,
      // Column A twice over: infectious disease, and a river that a waterworks draws from.
      wastewater: water({
        receivingWater: 'waterSupply',
        treatsInfectious: true,
        operatingSince: '2005-01-10',
        approvedOn: '2004-08-02',
      }),
    },
  },
  {
    id: 'demo-bv-ung-buou',
    areaId: 'demo-hoa-ban',
    name: 'Bệnh viện Ung bướu Minh Họa (minh họa)',
    address: 'Số 99 đường Hướng Dương, phường Hoa Ban',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 450,
      wastewater: water({
        receivingWater: 'publicSewer',
        usesRadioactiveSources: true,
        operatingSince: '2010-10-10',
        approvedOn: '2010-02-25',
      }),
    },
  },
  {
    id: 'demo-bv-moi',
    areaId: 'demo-ben-sao',
    name: 'Bệnh viện Quốc tế Bình Minh (minh họa)',
    address: 'Lô A2 khu đô thị mới, phường Bến Sao',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 180,
      // Began after the older standard closed: which limits hold, a person must say.
      wastewater: water({ receivingWater: 'otherWater', operatingSince: '2026-02-01', approvedOn: '2025-10-15' }),
    },
  },
  {
    id: 'demo-bv-giay-phep',
    areaId: 'demo-dong-xuan',
    name: 'Bệnh viện Phục hồi chức năng Đồng Xuân (minh họa)',
    address: 'Thôn Trung, xã Đồng Xuân',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 100,
      wastewater: water({
        receivingWater: 'otherWater',
        operatingSince: '2013-04-22',
        approvedOn: '2023-07-01',
        permit: {
          number: '07/GPMT-MH (minh họa)',
          maxFlow: '80',
          monitoringEveryMonths: 3,
          limits: [
            { parameter: 'bod5', min: null, max: '30' },
            { parameter: 'cod', min: null, max: '60' },
          ],
        },
      }),
    },
  },
  {
    id: 'demo-bv-cum',
    areaId: 'demo-hoa-ban',
    name: 'Bệnh viện Mắt Minh Họa (minh họa)',
    address: 'Cụm công nghiệp Đồi Chè, phường Hoa Ban',
    facts: {
      ...plain,
      type: 'hospital',
      beds: 60,
      wastewater: water({ receivingWater: 'centralPlant', operatingSince: '2018-08-08', approvedOn: '2018-01-30' }),
    },
  },

  // Health centres
  {
    id: 'demo-ttyt-suoi-mo',
    areaId: 'demo-suoi-mo',
    name: 'Trung tâm Y tế khu vực Suối Mơ (minh họa)',
    address: 'Thôn Bản Mới, xã Suối Mơ',
    facts: {
      ...plain,
      type: 'healthCentre',
      beds: 140,
      wastewater: water({ receivingWater: 'otherWater', operatingSince: '2011-01-01', approvedOn: '2010-06-18' }),
    },
  },
  {
    id: 'demo-ttyt-ben-sao',
    areaId: 'demo-ben-sao',
    name: 'Trung tâm Y tế khu vực Bến Sao (minh họa)',
    address: 'Số 30 đường Cầu Tre, phường Bến Sao',
    facts: {
      ...plain,
      type: 'healthCentre',
      beds: 210,
      wastewater: water({ receivingWater: 'publicSewer', operatingSince: '2016-09-05', approvedOn: '2016-03-12' }),
    },
  },

  // Commune health stations: all three zones, one and several sites
  {
    id: 'demo-tyt-suoi-mo',
    areaId: 'demo-suoi-mo',
    name: 'Trạm Y tế xã Suối Mơ (minh họa)',
    address: 'Thôn Thượng, xã Suối Mơ',
    facts: {
      ...plain,
      type: 'communeStation',
      beds: 5,
      zone: 3,
      sites: [
        site('main', 'Trạm chính, thôn Thượng'),
        site('khe-da', 'Điểm trạm Khe Đá'),
        site('ban-cao', 'Điểm trạm Bản Cao'),
      ],
      wastewater: water({ treatedOnSite: true, operatingSince: '2003-05-05' }),
    },
  },
  {
    id: 'demo-tyt-dong-xuan',
    areaId: 'demo-dong-xuan',
    name: 'Trạm Y tế xã Đồng Xuân (minh họa)',
    address: 'Thôn Đông, xã Đồng Xuân',
    facts: {
      ...plain,
      type: 'communeStation',
      zone: 2,
      sites: [site('main', 'Trạm chính, thôn Đông'), site('thon-tay', 'Điểm trạm thôn Tây')],
      wastewater: water({ treatedOnSite: true }),
    },
  },
  {
    id: 'demo-tyt-may-trang',
    areaId: 'demo-may-trang',
    name: 'Trạm Y tế xã Mây Trắng (minh họa)',
    address: 'Thôn Núi Đôi, xã Mây Trắng',
    facts: { ...plain, type: 'communeStation', zone: 3 },
  },
  {
    id: 'demo-tyt-hoa-ban',
    areaId: 'demo-hoa-ban',
    name: 'Trạm Y tế phường Hoa Ban (minh họa)',
    address: 'Số 5 ngõ Chợ, phường Hoa Ban',
    facts: {
      ...plain,
      type: 'communeStation',
      zone: 1,
      wastewater: water({ receivingWater: 'publicSewer', operatingSince: '2014-07-27' }),
    },
  },
  {
    id: 'demo-tyt-ben-sao',
    areaId: 'demo-ben-sao',
    name: 'Trạm Y tế phường Bến Sao (minh họa)',
    address: 'Số 17 đường Bờ Sông, phường Bến Sao',
    facts: { ...plain, type: 'communeStation', zone: 1 },
  },

  // Clinics
  {
    id: 'demo-pk-an-tam',
    areaId: 'demo-hoa-ban',
    name: 'Phòng khám Đa khoa An Tâm (minh họa)',
    address: 'Số 21 đường Ban Trắng, phường Hoa Ban',
    facts: {
      ...plain,
      type: 'clinic',
      wastewater: water({ receivingWater: 'publicSewer', treatedOnSite: true, operatingSince: '2019-11-11' }),
    },
  },
  {
    id: 'demo-pk-nu-cuoi',
    areaId: 'demo-dong-xuan',
    name: 'Phòng khám Răng Hàm Mặt Nụ Cười (minh họa)',
    address: 'Chợ Đồng Xuân, xã Đồng Xuân',
    facts: { ...plain, type: 'clinic' },
  },
  {
    id: 'demo-pk-dong-y',
    areaId: 'demo-may-trang',
    name: 'Phòng khám Y học cổ truyền Mây Trắng (minh họa)',
    address: 'Thôn Núi Đôi, xã Mây Trắng',
    facts: { ...plain, type: 'clinic' },
  },

  // Psychiatric care
  {
    id: 'demo-tt-an-lac',
    areaId: 'demo-suoi-mo',
    name: 'Trung tâm Nuôi dưỡng và Phục hồi chức năng tâm thần An Lạc (minh họa)',
    address: 'Thôn Vườn Cam, xã Suối Mơ',
    facts: {
      ...plain,
      type: 'psychiatricCare',
      beds: 200,
      wastewater: water({ receivingWater: 'otherWater', operatingSince: '2007-12-01' }),
    },
  },
  {
    id: 'demo-tt-binh-yen',
    areaId: 'demo-may-trang',
    name: 'Cơ sở Điều trị tâm thần Bình Yên (minh họa)',
    address: 'Thôn Đồi Gió, xã Mây Trắng',
    facts: { ...plain, type: 'psychiatricCare', beds: 80 },
  },
]

/** Where facilities lay before; those that are not named came later. */
const formerly: Readonly<Record<string, FormerId>> = {
  'demo-bv-hoa-ban': 'demo-cu-ban-trang',
  'demo-bv-ben-sao': 'demo-cu-bo-song',
  'demo-bv-nhi': 'demo-cu-ban-trang',
  'demo-bv-truyen-nhiem': 'demo-cu-cau-tre',
  'demo-bv-ung-buou': 'demo-cu-huong-duong',
  'demo-bv-giay-phep': 'demo-cu-thon-trung',
  'demo-bv-cum': 'demo-cu-huong-duong',
  'demo-ttyt-suoi-mo': 'demo-cu-ban-moi',
  'demo-ttyt-ben-sao': 'demo-cu-cau-tre',
  'demo-tyt-suoi-mo': 'demo-cu-ban-moi',
  'demo-tyt-dong-xuan': 'demo-cu-thon-trung',
  'demo-tyt-may-trang': 'demo-cu-nui-doi',
  'demo-tyt-hoa-ban': 'demo-cu-ban-trang',
  'demo-tyt-ben-sao': 'demo-cu-bo-song',
  'demo-pk-an-tam': 'demo-cu-ban-trang',
  'demo-pk-nu-cuoi': 'demo-cu-cho-dong',
  'demo-tt-an-lac': 'demo-cu-vuon-cam',
  'demo-tt-binh-yen': 'demo-cu-doi-gio',
}

/** Since when the former areas had stood, and the day on which the present ones took their place. */
const LONG_AGO = '2008-01-01'
const REFORM = '2025-07-01'

function kindOf(name: string): AreaKind {
  if (/^(Huyện|Thị xã)/.test(name)) return 'district'
  if (name.startsWith('Thị trấn')) return 'township'
  return name.startsWith('Phường') ? 'ward' : 'commune'
}

function area(id: string, name: string, from: string, former?: { in: string | null; became: readonly string[] }): Area {
  const parentId = former?.in ?? null
  return {
    id,
    kind: kindOf(name),
    from,
    until: former ? REFORM : null,
    names: [{ from, name }],
    parents: [{ from, parentId }],
    became: former?.became ?? [],
  }
}

function staysOf({ id, areaId, facts }: DemonstrationFacility): Stay[] {
  const begun = facts.wastewater?.operatingSince ?? LONG_AGO
  const former = formerly[id]
  if (!former) return [{ facilityId: id, areaId, from: begun > REFORM ? begun : REFORM }]
  return [
    { facilityId: id, areaId: former, from: begun > LONG_AGO ? begun : LONG_AGO },
    { facilityId: id, areaId, from: REFORM },
  ]
}

/** The tree of the province with what has been, and where each facility lay since when. */
export const places: Places = {
  areas: [
    ...formerDistricts.map(({ id, name }) => area(id, name, LONG_AGO, { in: null, became: [] })),
    ...formerCommunes.map(({ id, name, became, ...each }) =>
      area(id, name, LONG_AGO, { in: each.in, became: [became] }),
    ),
    ...areas.map(({ id, name }) => area(id, name, REFORM)),
  ],
  stays: facilities.flatMap(staysOf),
}

type DemonstrationAccount = {
  id: string
  username: string
  name: string
  role: Role
  areaIds: readonly AreaId[]
  facilityId: string | null
}

const everywhere = areas.map(({ id }) => id)

export const accounts: readonly DemonstrationAccount[] = [
  {
    id: 'demo-kiemtra',
    username: 'kiemtra',
    name: 'Nguyễn Thị Kiểm (minh họa)',
    role: 'inspector',
    areaIds: ['demo-suoi-mo', 'demo-dong-xuan', 'demo-ben-sao'],
    facilityId: null,
  },
  {
    id: 'demo-coso',
    username: 'coso',
    name: 'Lò Văn Trạm (minh họa)',
    role: 'facility',
    areaIds: [],
    facilityId: 'demo-tyt-suoi-mo',
  },
  {
    id: 'demo-giamsat',
    username: 'giamsat',
    name: 'Trần Đức Giám (minh họa)',
    role: 'supervisor',
    areaIds: everywhere,
    facilityId: null,
  },
  {
    id: 'demo-quantri',
    username: 'quantri',
    name: 'Phạm Thu Quản (minh họa)',
    role: 'administrator',
    areaIds: everywhere,
    facilityId: null,
  },
]
