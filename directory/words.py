"""A resident's everyday words for the matters of local government, and what a council's service may call them. Of no council in particular.

Each topic: what it is called here, the words of a resident (commas between them), and the words by which a service may be known,
the surest first. A service takes a topic when its name, a team or what it deals with holds one of the latter. The finder reads singular
and plural alike, and finds its way through typing errors, so neither is listed.
"""
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Topic:
    """A matter of local government. name: for the reader. said: phrases of residents. known_as: phrases of councils, the surest first."""

    name: str
    said: tuple[str, ...]
    known_as: tuple[str, ...]


def topic(name, said, known_as):
    """A Topic from phrases with commas between them."""
    return Topic(name, tuple(one.strip() for one in said.split(",")), tuple(one.strip() for one in known_as.split(",")))


STREETS = [
    topic(_("waste collection"),
          "bin, rubbish, refuse, trash, wheelie bin, wheelybin, bin not emptied, bin men, binmen, dustbin, dustcart, missed collection, "
          "not collected, rubbish not collected, rubbish not taken, black bag, bin lorry",
          "waste collection, refuse, bin, waste, cleansing"),
    topic(_("recycling"),
          "recycling, recycle, recycling box, green bin, blue bin, glass, cardboard, bottle bank, food waste, caddy, plastic",
          "recycling, waste collection, refuse, waste"),
    topic(_("garden waste"),
          "garden waste, brown bin, grass cuttings collection, grass clippings, lawn clippings, hedge clippings, compost",
          "garden waste, recycling, waste collection, waste, refuse"),
    topic(_("bulky waste"),
          "sofa collection, old fridge, old mattress, furniture collection, bulky, large item",
          "bulky waste, waste collection, waste, refuse"),
    topic(_("the tip"),
          "tip, dump, household recycling centre, skip, take to the tip",
          "recycling centre, household waste, waste disposal, waste, refuse"),
    topic(_("fly-tipping"),
          "fly tip, flytip, fly tipping, fly tipped, dumped, dumping, dumped rubbish, dumped mattress, dumped fridge, tipped rubbish, "
          "dumped asbestos",
          "fly-tipping, environmental crime, street cleansing, street scene, street cleaning, environmental enforcement, waste"),
    topic(_("litter and street cleaning"),
          "litter, dirty street, street sweeping, leaves, broken glass, overflowing litter bin, chewing gum, weeds, mess, "
          "needle, syringe, smashed bottle",
          "street cleansing, street cleaning, litter, street scene, cleansing, waste"),
    topic(_("dog fouling"),
          "dog poo, dog mess, dog muck, dog dirt, dog fouling",
          "dog fouling, dog warden, street cleansing, street scene, environmental enforcement, environmental health"),
    topic(_("graffiti and fly-posting"),
          "graffiti, tagging, spray paint, fly posting, offensive writing, vandalised sign",
          "graffiti, street cleansing, street scene, cleansing, community safety"),
    topic(_("dead animals"),
          "dead animal, dead fox, dead cat, dead badger, roadkill",
          "dead animals, street cleansing, street scene, cleansing"),
    topic(_("abandoned vehicles"),
          "abandoned car, dumped car, burnt out car, abandoned vehicle, untaxed car, old van, abandoned van, abandoned caravan, dumped "
          "caravan, abandoned trailer, abandoned boat, abandoned motorbike, car with flat tyres",
          "abandoned vehicles, abandoned car, environmental enforcement, street scene, street cleansing, parking, "
          "community safety"),
    topic(_("public toilets"),
          "public toilet, toilet closed, loo, public convenience",
          "public toilets, public conveniences, street cleansing, street scene, facilities"),
    topic(_("road defects"),
          "pothole, road surface, hole in the road, broken road, bumpy road, tarmac, road crumbling, sunken road, manhole cover, road "
          "damage, crater",
          "road defects, pothole, road maintenance, highway, road"),
    topic(_("pavements"),
          "pavement, footpath broken, kerb, paving slab, trip hazard, cracked pavement, dropped kerb, path uneven, fell on the path",
          "pavement, footway, highway, road maintenance, road"),
    topic(_("gritting and snow"),
          "gritting, gritted, icy road, ice, snow, salt bin, grit bin, snow plough, slippery",
          "gritting, winter maintenance, winter service, highway, road"),
    topic(_("road works"),
          "road works, roadworks, road closed, road closure, digging up the road, diversion, skip on the road, scaffolding",
          "road works, street works, network management, highway, road"),
    topic(_("traffic and road safety"),
          "traffic, speeding, speed bump, speed limit, traffic light, crossing, zebra crossing, dangerous junction, road sign, road "
          "marking, yellow line, congestion, rat run, lollipop, 20mph zone, 20 mph, 30 mph, 40 mph, speed hump, speed camera, fast cars, "
          "lorries, heavy lorry, no entry sign, one way street, pelican crossing, chicane",
          "traffic, road safety, transport planning, highway, road"),
    topic(_("street lighting"),
          "street light, streetlight, street lamp, lamp post, lamppost, light out, lamp out, dark street, light flickering, bollard light",
          "street lighting, street light, lighting, highway"),
    topic(_("drains and flooding"),
          "drain, blocked drain, gully, flood, flooding, standing water, puddle, sewer, blocked gully, manhole, water leak in the road, "
          "burst water main",
          "drainage, flood, gully, land drainage, highway, road"),
    topic(_("rights of way"),
          "public footpath, bridleway, right of way, stile, blocked path",
          "rights of way, footpath, countryside, highway"),
    topic(_("cycling"),
          "cycle lane, bike lane, cycle path, cycle route, bike rack, cyclist",
          "cycling, active travel, transport planning, transport, highway"),
    topic(_("buses and travel"),
          "bus, bus stop, bus shelter, bus timetable, bus route, bus driver, bus fare, bus station, concessionary travel, dial a ride",
          "public transport, passenger transport, transport, highway, road, concessionary travel"),
    topic(_("parking"),
          "parking, parked, parked car, parking ticket, parking fine, got a ticket, car park, pay and display, parking space, residents "
          "permit, parking permit, traffic warden, blocked driveway, yellow line parking, penalty charge, pcn, clamped, double parked, "
          "disabled bay, bus lane fine, bus gate fine, box junction fine, parked across my drive",
          "parking, civil enforcement, car park, traffic"),
    topic(_("signs and street names"),
          "street name, street sign, house number, new address, name plate",
          "street naming, address management, gazetteer, planning, highway"),
]
GREEN = [
    topic(_("parks and play areas"),
          "park, playground, play area, swing, slide, bench, playing field, football pitch, bowling green, recreation ground, rec, duck "
          "pond, broken glass in playground, glass in play area, litter in the park, needles in the playground, seesaw, roundabout in "
          "playground, climbing frame, skate park, park gate, park bench",
          "park, play area, open space, green space, grounds maintenance, leisure"),
    topic(_("grass and hedges"),
          "grass, grass cutting, mowing, verge, hedge, overgrown, bush, shrub, brambles, long grass, hedge overhanging",
          "grass cutting, grounds maintenance, open space, green space, park, street scene"),
    topic(_("trees"),
          "tree, branch, fallen tree, overhanging tree, tree roots, tree blocking light, leaves blocking",
          "tree, arboriculture, grounds maintenance, park, open space, green space"),
    topic(_("protected trees"),
          "tree preservation order, tpo, protected tree, cut down a tree",
          "tree preservation, tree, planning"),
    topic(_("allotments"),
          "allotment, plot, grow vegetables",
          "allotment, open space, green space, park"),
    topic(_("countryside and wildlife"),
          "nature reserve, wildlife, woodland, japanese knotweed, countryside, hedgehog, swans",
          "countryside, biodiversity, ecology, park, open space"),
    topic(_("cemeteries and burials"),
          "cemetery, grave, burial, headstone, funeral, cremation, crematorium, ashes, graveyard, churchyard, memorial",
          "cemetery, bereavement, crematorium, burial"),
    topic(_("climate and energy"),
          "climate, solar panel, insulation, electric car charger, charging point, carbon, energy bill, heat pump",
          "climate, sustainability, energy, environment"),
]
HEALTH = [
    topic(_("noise"),
          "noise, noisy, loud music, loud, barking, dog barking, party next door, cockerel, crowing, noisy neighbour, neighbour noise, "
          "alarm going off, building noise, drilling, banging, shouting at night",
          "noise, nuisance, pollution, environmental protection, environmental health"),
    topic(_("light that disturbs"),
          "light shining into my bedroom, light shining in my window, security light, floodlight, bright light, glare, light pollution, "
          "neighbours light keeps me awake, light nuisance",
          "light nuisance, light pollution, noise, environmental protection, environmental health"),
    topic(_("asbestos and contaminated land"),
          "asbestos, asbestos roof, contaminated land, contamination, chemical spill, hazardous material, polluted stream",
          "asbestos, contaminated land, pollution, environmental protection, environmental health"),
    topic(_("smoke, smell and air"),
          "smoke, bonfire, smell, smelly, stink, dust, fumes, air quality, burning rubbish, chimney, pollution",
          "air quality, smoke, pollution, nuisance, environmental protection, environmental health"),
    topic(_("pests"),
          "rat, mouse, mice, wasp, cockroach, bedbug, pest, vermin, infestation, fleas, pigeon, seagull",
          "pest control, rat, pest, environmental health"),
    topic(_("food safety"),
          "food poisoning, dirty restaurant, dirty kitchen, takeaway, food hygiene, cafe, restaurant, out of date food, hygiene rating",
          "food safety, food hygiene, food, environmental health"),
    topic(_("stray and dangerous dogs"),
          "stray dog, lost dog, dangerous dog, dog attack, dog warden, found dog",
          "dog warden, stray dog, animal welfare, environmental health"),
    topic(_("health and safety at work"),
          "unsafe workplace, accident at work, unsafe site",
          "health and safety, environmental health"),
    topic(_("private tenants"),
          "landlord, private landlord, private rent, rogue landlord, hmo, shared house, bedsit, landlord will not repair, landlord "
          "boiler, landlord heating, landlord damp, rented flat mould",
          "private sector housing, private rented, private landlord, private housing, housing standards, housing enforcement, housing, "
          "environmental health"),
    topic(_("trading standards"),
          "scam, doorstep seller, rogue trader, counterfeit, fake goods, ripped off, cold caller, loan shark, "
          "underage sales, selling vapes to kids, selling cigarettes to kids, selling to children, faulty goods",
          "trading standards, consumer, regulatory"),
    topic(_("public health"),
          "smoking, stop smoking, drugs, alcohol problem, sexual health, vaccination, obesity",
          "public health, health"),
]
BUILDING = [
    topic(_("planning applications"),
          "planning, planning application, planning permission, permission, extension, conservatory, new houses, development, objection, "
          "loft conversion, building next door, change of use, developer, neighbour is building, shed, fence height, satellite dish",
          "planning application, development management, development control, planning"),
    topic(_("planning enforcement"),
          "without permission, without planning permission, illegal building, unauthorised building, breach of planning, built too high, "
          "caravan in garden",
          "planning enforcement, planning"),
    topic(_("listed buildings"),
          "listed building, conservation area, heritage, historic building",
          "conservation, heritage, planning"),
    topic(_("building regulations"),
          "building regs, building regulations, building inspector, completion certificate, structural, new boiler certificate, load "
          "bearing",
          "building control, building regulation, building standards"),
    topic(_("dangerous buildings"),
          "dangerous building, unsafe building, wall falling, wall about to fall down, collapsed wall, roof falling, loose tiles, leaning "
          "wall, crack in building, derelict",
          "dangerous structure, building control, building standards"),
    topic(_("empty property"),
          "empty house, empty home, boarded up, squatters, derelict house",
          "empty homes, empty property, housing"),
    topic(_("land searches"),
          "land search, local search, house buying search, conveyancing",
          "land charges, searches, planning"),
    topic(_("travellers' sites"),
          "traveller, gypsy, caravans on the field, travellers on the field, travellers in the park, unauthorised encampment, encampment",
          "traveller, encampment, community safety, housing, open space, park"),
]
HOMES = [
    topic(_("council house repairs"),
          "repair, boiler, no heating, no hot water, leak, leaking roof, damp, mould, broken window, council house repair, council flat, "
          "tap dripping, front door broken, lift broken, kitchen in council house",
          "council house repair, housing repair, repair, property services, housing"),
    topic(_("a place to live"),
          "council house, waiting list, housing list, need a home, bidding, move house, overcrowded, exchange, swap house, housing "
          "register, rehouse, sheltered housing",
          "housing register, housing options, allocation, lettings, housing"),
    topic(_("homelessness"),
          "homeless, rough sleeper, sleeping rough, evicted, eviction, nowhere to live, kicked out, sofa surfing, tent, living in a "
          "tent, living in a car, sleeping in car, sleeping in doorway, temporary accommodation, hostel, evicted by landlord, eviction "
          "notice, section 21, notice to quit, thrown out, losing my home, lose my home",
          "homelessness, homeless, housing options, housing"),
    topic(_("rent and tenancy"),
          "rent, rent arrears, tenancy, council tenant, right to buy, service charge, leaseholder, succession",
          "rent, tenancy, housing management, tenancy management, housing"),
    topic(_("adaptations to a home"),
          "grab rail, stairlift, stair lift, wet room, ramp, adaptation, disabled facilities grant, bath seat, walk in shower",
          "adaptation, disabled facilities grant, occupational therapy, adult social care, housing"),
]
MONEY = [
    topic(_("council tax"),
          "council tax, counciltax, tax bill, tax band, single person discount, council tax bill, bailiff, summons, cant pay tax, pay my "
          "council tax",
          "council tax, revenues, local taxation"),
    topic(_("benefits"),
          "benefit, housing benefit, council tax reduction, council tax support, rent help, discretionary housing payment, universal "
          "credit, on benefits",
          "benefit, housing benefit, council tax reduction, revenues"),
    topic(_("money troubles"),
          "debt, money advice, food bank, foodbank, cost of living, cannot afford, hardship, fuel voucher",
          "welfare, hardship, financial inclusion, debt, benefit, customer services"),
    topic(_("business rates"),
          "business rate, shop rates, rateable value, rates bill",
          "business rate, revenues, local taxation"),
    topic(_("business and markets"),
          "market stall, business grant, start a business, high street, shop empty, town centre, economic, jobs, market trader",
          "economic development, market, regeneration, business support, town centre"),
    topic(_("paying the council"),
          "invoice, direct debit, refund, pay a bill, overpaid",
          "income, payments, finance, revenues, customer services"),
    topic(_("insurance claims"),
          "claim, compensation, injured, car damaged by pothole, insurance",
          "insurance, legal, risk"),
]
PEOPLE = [
    topic(_("care for adults"),
          "carer, care, home help, help at home, elderly, old person, elderly mother, elderly father, care home, nursing home, "
          "disabled, disability, social worker, meals on wheels, dementia, respite, mum needs care, day centre, learning disability, "
          "mental health, wash himself, wash herself, wash and dress, getting dressed, cant get out of bed, cannot manage at home, "
          "meals at home, fall at home, lonely, housebound, wandering at night, forgetful, after hospital",
          "adult social care, adult care, adult services, care assessment, social care"),
    topic(_("adults at risk"),
          "elder abuse, vulnerable adult, neglected old person, adult at risk",
          "adult safeguarding, safeguarding, adult social care, adult services"),
    topic(_("blue badges"),
          "blue badge, disabled badge, disabled parking badge, bus pass",
          "blue badge, concessionary travel, adult social care, customer services, parking"),
    topic(_("children at risk"),
          "worried about a child, child abuse, child neglect, child at risk, child protection, social services child, children left alone",
          "child protection, safeguarding children, children’s services, children’s social care, children"),
    topic(_("fostering and adoption"),
          "foster, fostering, adopt, adoption, foster child, looked after child",
          "fostering, adoption, children’s services, children’s social care, children"),
    topic(_("families and early years"),
          "nursery, childcare, childminder, baby group, parenting, family hub, children’s centre, free hours",
          "early years, family hub, early help, children’s services, children, education"),
    topic(_("school places"),
          "school place, school admission, school appeal, primary school, secondary school, catchment, school application, starting "
          "school, excluded from school, exclusion, home schooling, home education, truant",
          "school admission, school, education, learning"),
    topic(_("school transport and meals"),
          "school bus, school transport, bus pass for school, free school meal, school dinner, school taxi, uniform grant",
          "school transport, free school meals, school, education, learning"),
    topic(_("special educational needs"),
          "special needs, send, ehcp, autism, dyslexia, special school, educational psychologist",
          "special educational needs, send, inclusion, education, children’s services"),
    topic(_("young people"),
          "youth club, youth worker, teenagers bored, young people",
          "youth, young people, children’s services, leisure"),
]
LIFE = [
    topic(_("libraries"),
          "library, book, library book, borrow, ebook, mobile library, library closed",
          "library"),
    topic(_("sport and leisure"),
          "swimming, swimming pool, swimming lesson, gym, leisure centre, sports hall, tennis, fitness, sports club",
          "leisure, sport, swimming, leisure centre"),
    topic(_("museums, arts and events"),
          "museum, theatre, arts, concert, festival, event, fireworks, street party, parade, gallery",
          "museum, arts, event, culture, heritage, leisure"),
    topic(_("community halls and grants"),
          "village hall, community centre, hall hire, community grant, charity, volunteer, voluntary group",
          "community development, community centre, voluntary sector, communities, community"),
    topic(_("anti-social behaviour"),
          "anti social behaviour, antisocial, asb, gang, kids causing trouble, trouble outside the shop, youths, nuisance kids, drug "
          "dealing, vandalism, harassment, moped, off road bike, street drinking, begging, hate crime, intimidating, "
          "neighbours fighting, neighbours arguing, neighbour dispute",
          "anti-social behaviour, community safety, nuisance, environmental health, neighbour nuisance, housing, communities"),
    topic(_("CCTV and safety"),
          "cctv, camera, crime, burglary, safety at night, unsafe at night, domestic abuse, knife",
          "cctv, community safety, domestic abuse, communities"),
    topic(_("taxis"),
          "taxi, minicab, cab, taxi driver, private hire, hackney",
          "taxi, licensing, private hire"),
    topic(_("pubs, clubs and alcohol"),
          "pub, nightclub, bar, alcohol licence, licence, late night, pub open late, off licence, betting shop, gambling, street trading, "
          "busker, ice cream van, burger van, food van, tattoo, scrap metal, kennel, animal boarding",
          "alcohol licence, licensing, premises licence"),
    topic(_("voting and elections"),
          "vote, voting, election, register to vote, polling station, postal vote, proxy vote, electoral roll, voter, polling card, voter "
          "id, electoral register, where do I vote",
          "electoral, election, voter registration, democratic services"),
    topic(_("births, deaths and marriages"),
          "birth certificate, death certificate, register a birth, register a death, marriage, wedding, civil partnership, registrar, "
          "citizenship ceremony",
          "registration, registrar, register office, births"),
    topic(_("papers and identity"),
          "passport, passport photo, sign my photo, countersign, certify a copy, proof of identity, proof of address, signature for a form",
          "registrar, register office, registration, contact centre, customer services, customer, town hall"),
    topic(_("complaints and information"),
          "complaint, complain about the council, freedom of information, foi, my data, data protection, subject access",
          "complaint, information governance, freedom of information, customer services"),
    topic(_("meetings and councillors"),
          "council meeting, agenda, minutes, councillor, petition, public question, committee, parish council",
          "democratic services, committee, governance"),
    topic(_("the website and the telephone"),
          "website, cant log in, online form, phone line, on hold, call centre, customer service",
          "customer services, contact centre, digital, website"),
    topic(_("emergencies"),
          "emergency, evacuation, storm damage, power cut, sandbag, major incident",
          "emergency planning, civil contingencies, resilience"),
    topic(_("council land and buildings"),
          "council land, garage, buy land, council building, town hall, rent a shop from the council, asset",
          "estates, property services, asset management, property, housing"),
]
TOPICS = (*STREETS, *GREEN, *HEALTH, *BUILDING, *HOMES, *MONEY, *PEOPLE, *LIFE)

# Words that say nothing of what it is about.
STOP = frozenset([
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "around", "as", "at", "away", "be", "because",
    "been", "before", "being", "but", "by", "can", "cant", "cannot", "could", "couldnt", "did", "didnt", "do", "does", "doesnt",
    "doing", "dont", "down", "every", "everyone", "everywhere", "for", "from", "get", "getting", "go", "going", "got", "had", "has",
    "hasnt", "have", "havent", "having", "he", "her", "here", "him", "his", "how", "i", "if", "im", "in", "into", "is", "isnt", "it",
    "its", "ive", "just", "keep", "keeps", "like", "lot", "me", "my", "near", "need", "needs", "never", "no", "nobody", "not", "now",
    "of", "off", "on", "one", "or", "our", "out", "outside", "over", "please", "problem", "put", "really", "she", "should", "so",
    "some", "somebody", "someone", "something", "still", "than", "that", "the", "their", "them", "then", "there", "theres", "these",
    "they", "this", "those", "to", "too", "under", "up", "us", "very", "want", "was", "we", "were", "what", "when", "where", "which",
    "who", "why", "will", "with", "wont", "would", "you", "your", "council", "resident", "local", "service", "team", "area", "thing",
    "issue", "report", "reported", "reporting",
])
