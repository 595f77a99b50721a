/** Words for titles and band names. No word ends in one of the endings that titles add. */
const split = (text: string): readonly string[] => text.trim().split(/\s+/)

/** What a thing is like: the first word of a title or of a band's name. */
export const MODIFIERS = split(`
  Amber Ancient Antique Arctic Ashen Autumn Azure Bare Barefoot Bashful Bitter Black Blazing Bleak
  Blind Blue Blushing Bold Boundless Brave Brazen Bright Brittle Broken Bronze Burning Café Calm
  Careless Cautious Cerulean Chilly Clever Cloudy Coastal Cold Copper Coral Cosmic Cotton Crimson
  Crooked Crystal Curious Daring Dark Dashing Dazzling Deep Delicate Desert Distant Dizzy Dreamy
  Drifting Drowsy Dusty Eager Early Earnest Eastern Easy Ebony Echoing Electric Elegant Emerald
  Empty Endless Evening Faded Faithful Falling Familiar Fearless Feathered Feral Fierce Final
  Flaming Fleeting Floating Foggy Foreign Forgotten Fragile Frosted Frozen Gentle Ghostly Gilded
  Glass Gleaming Gloomy Golden Graceful Grand Granite Gray Green Hallowed Hasty Haunted Hazy Heavy
  Hidden Hollow Honest Humble Hungry Icy Idle Indigo Inner Iron Ivory Jaded Jagged Jolly Jubilant
  Kind Lazy Leaden Liquid Little Lonely Lost Loud Lucky Lunar Magnetic Marble Mellow Merry Midnight
  Mild Misty Modern Molten Morning Mystic Narrow Neon Nimble Noble Northern Obsidian Olive
  Opal Open Orange Pale Paper Patient Pearl Plastic Polar Polished Proud Purple Quaint Quiet Rainy
  Reckless Restless Ripe Rising Roaming Rocky Royal Ruby Rugged Rusty Sacred Salty Sandy Sapphire
  Scarlet Secret Señor Serene Shallow Shining Silent Silver Simple Sleepless Slender Slow Smoky
  Soft Solar Solemn Southern Spare Stolen Stormy Stubborn Sudden Sunken Tall Tangled Tender
  Thirsty Twilight Über Velvet Violet Vivid Wandering Wicked Wild Winter Wooden Yellow
`)

/** A thing: the noun of a title or of a band's name; each makes its plural with an s. */
export const NOUNS = split(`
  Acrobat Alley Anchor Angel Anthem Apple Arrow Attic Avenue Barn Balloon Bandit Banner Basin
  Beacon Bell Bicycle Bird Blanket Blossom Boat Bonfire Book Border Bottle Boulevard Bridge Broom
  Bucket Button Cabin Camel Candle Canyon Captain Caravan Carpet Carousel Castle Cathedral Cellar
  Chimney Circle Clock Cloud Coast Comet Condor Corner Cottage Cowboy Creek Crown Curtain Dancer
  Dagger Piñata Delta Diamond Doctor Dragon Dream Drummer Eagle Echo Elephant Ember Engine Envelope
  Equator Falcon Farmer Feather Field Fire Flag Flame Flower Forest Fountain Gazelle Garden
  Garage Gate Ghost Giant Guitar Glacier Hammer Harbor Harvest Hat Heart Highway Hill Horizon Horse
  Hotel House Hurricane Idol Island Jacket Jasmine Jewel Journal Jungle Kettle Key King Kite Ladder
  Lagoon Lake Lamp Lantern Leopard Letter Lighthouse Lilac Lion Lock Locket Lute Machine Magnet
  Map Maple Market Mask Meadow Mill Meteor Mirror Monument Moon Motel Mountain Museum Needle
  Neighbor Notebook Ocean Orbit Orchard Orchid Owl Painter Palace Parade Parrot Pasture Pebble
  Pendulum Phantom Piano Pilot Pine Planet Pocket Poet Plum Portrait Prairie Prisoner Quilt Queen
  Rabbit Raincoat Raven Ribbon River Road Robin Rocket Roof Rose Saddle Sailor Satellite Season
  Señorita Shadow Shepherd Shoreline Signal Sister Sled Smile Soldier Spark Sparrow Spider Stairway
  Star Station Stone Storm Stranger Street Suitcase Sunset Swallow Telegram Temple Theater Thunder
  Tiger Tower Trumpet Tunnel Umbrella Valley Vampire Voyage Waterfall Whisper Willow Window Zeppelin
`)

/** Titles that many artists use. */
export const COMMON_TITLES = [
  'Intro',
  'Untitled',
  'Home',
  'Interlude',
  'Stay',
  'Outro',
  'Tonight',
  'Angel',
  'Runaway',
  'Forever',
  'Hold On',
  'Overture',
] as const
