//! The states of the world: their names, their capitals and what their people are called.
//!
//! Invariant: each row has a state's usual English name first; a name stands in one row only.

/// A state.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Its usual name and others, parted by commas.
    pub names: &'static str,
    /// Where it is governed from: the place's name often stands for the government.
    pub seats: &'static str,
    /// What is of it.
    pub adjectives: &'static str,
}

impl State {
    /// Its usual name.
    pub(super) fn name(&self) -> &'static str {
        self.names.split(',').next().unwrap_or_default()
    }
}

/// What a word has to do with a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    /// It is its name.
    Name,
    /// It is where it is governed from.
    Seat,
    /// It says that something is of it.
    Adjective,
}

/// The state that a word or some words mean, and how: its row, counted from 0.
pub(super) fn state(words: &str) -> Option<(usize, Bond)> {
    if words.is_empty() {
        return None;
    }
    let has = |list: &str| list.split(',').any(|name| name == words);
    let bonds = [
        (Bond::Name, (|s: &State| s.names) as fn(&State) -> &'static str),
        (Bond::Seat, |s| s.seats),
        (Bond::Adjective, |s| s.adjectives),
    ];
    bonds
        .into_iter()
        .find_map(|(bond, list)| STATES.iter().position(|state| has(list(state))).map(|index| (index, bond)))
}

const fn s(names: &'static str, seats: &'static str, adjectives: &'static str) -> State {
    State { names, seats, adjectives }
}

/// The states, and three unions that act like one.
#[rustfmt::skip]
pub(super) const STATES: &[State] = &[
    s("Afghanistan", "Kabul", "Afghan,Afghans"), s("Albania", "Tirana", "Albanian,Albanians"),
    s("Algeria", "Algiers", "Algerian,Algerians"), s("Angola", "Luanda", "Angolan,Angolans"),
    s("Argentina", "Buenos Aires", "Argentine,Argentinian,Argentines"), s("Armenia", "Yerevan", "Armenian,Armenians"),
    s("Australia", "Canberra", "Australian,Australians"), s("Austria", "Vienna", "Austrian,Austrians"),
    s("Azerbaijan", "Baku", "Azerbaijani,Azeri,Azerbaijanis"), s("Bahrain", "Manama", "Bahraini,Bahrainis"),
    s("Bangladesh", "Dhaka", "Bangladeshi,Bangladeshis"), s("Belarus", "Minsk", "Belarusian,Belarusians"),
    s("Belgium", "", "Belgian,Belgians"), s("Benin", "Porto-Novo", "Beninese"), s("Bhutan", "Thimphu", "Bhutanese"),
    s("Bolivia", "La Paz", "Bolivian,Bolivians"), s("Bosnia and Herzegovina,Bosnia", "Sarajevo", "Bosnian,Bosnians"),
    s("Botswana", "Gaborone", "Botswanan"), s("Brazil", "Brasilia,Brasília", "Brazilian,Brazilians"),
    s("Brunei", "", "Bruneian"), s("Bulgaria", "Sofia", "Bulgarian,Bulgarians"),
    s("Burkina Faso", "Ouagadougou", "Burkinabe"), s("Burundi", "Gitega", "Burundian,Burundians"),
    s("Cambodia", "Phnom Penh", "Cambodian,Cambodians"), s("Cameroon", "Yaoundé,Yaounde", "Cameroonian,Cameroonians"),
    s("Canada", "Ottawa", "Canadian,Canadians"), s("Chad", "N'Djamena,N’Djamena", "Chadian,Chadians"), s("Chile", "", "Chilean,Chileans"),
    s("China,People's Republic of China,PRC", "Beijing", "Chinese"), s("Colombia", "Bogotá,Bogota", "Colombian,Colombians"),
    s("Congo,Democratic Republic of Congo,Democratic Republic of the Congo,DRC", "Kinshasa", "Congolese"),
    s("Costa Rica", "", "Costa Rican,Costa Ricans"), s("Croatia", "Zagreb", "Croatian,Croatians,Croat,Croats"),
    s("Cuba", "Havana", "Cuban,Cubans"), s("Cyprus", "Nicosia", "Cypriot,Cypriots"),
    s("Czech Republic,Czechia", "Prague", "Czech,Czechs"), s("Denmark", "Copenhagen", "Danish,Danes"),
    s("Djibouti", "", "Djiboutian"), s("Dominican Republic", "Santo Domingo", "Dominican,Dominicans"),
    s("Ecuador", "Quito", "Ecuadorian,Ecuadorians"), s("Egypt", "Cairo", "Egyptian,Egyptians"),
    s("El Salvador", "San Salvador", "Salvadoran,Salvadorans"), s("Eritrea", "Asmara", "Eritrean,Eritreans"),
    s("Estonia", "Tallinn", "Estonian,Estonians"), s("Eswatini,Swaziland", "Mbabane", "Swazi"),
    s("Ethiopia", "Addis Ababa", "Ethiopian,Ethiopians"), s("Fiji", "Suva", "Fijian,Fijians"),
    s("Finland", "Helsinki", "Finnish,Finns"), s("France", "Paris", "French"), s("Gabon", "Libreville", "Gabonese"),
    s("Gambia", "Banjul", "Gambian,Gambians"), s("Georgia", "Tbilisi", "Georgian,Georgians"),
    s("Germany", "Berlin", "German,Germans"), s("Ghana", "Accra", "Ghanaian,Ghanaians"),
    s("Greece", "Athens", "Greek,Greeks"), s("Guatemala", "", "Guatemalan,Guatemalans"), s("Guinea", "Conakry", "Guinean"),
    s("Guyana", "Georgetown", "Guyanese"), s("Haiti", "Port-au-Prince", "Haitian,Haitians"),
    s("Honduras", "Tegucigalpa", "Honduran,Hondurans"), s("Hungary", "Budapest", "Hungarian,Hungarians"),
    s("Iceland", "Reykjavik", "Icelandic,Icelanders"), s("India", "New Delhi,Delhi", "Indian,Indians"),
    s("Indonesia", "Jakarta", "Indonesian,Indonesians"), s("Iran,Islamic Republic of Iran", "Tehran", "Iranian,Iranians"),
    s("Iraq", "Baghdad", "Iraqi,Iraqis"), s("Ireland", "Dublin", "Irish"), s("Israel", "Jerusalem,Tel Aviv", "Israeli,Israelis"),
    s("Italy", "Rome", "Italian,Italians"), s("Ivory Coast,Côte d'Ivoire,Côte d’Ivoire", "Yamoussoukro", "Ivorian,Ivorians"),
    s("Jamaica", "", "Jamaican,Jamaicans"), s("Japan", "Tokyo", "Japanese"), s("Jordan", "Amman", "Jordanian,Jordanians"),
    s("Kazakhstan", "Astana", "Kazakh,Kazakhs"), s("Kenya", "Nairobi", "Kenyan,Kenyans"),
    s("Kosovo", "Pristina", "Kosovar,Kosovars"), s("Kuwait", "", "Kuwaiti,Kuwaitis"),
    s("Kyrgyzstan", "Bishkek", "Kyrgyz"), s("Laos", "Vientiane", "Lao,Laotian"), s("Latvia", "Riga", "Latvian,Latvians"),
    s("Lebanon", "Beirut", "Lebanese"), s("Lesotho", "Maseru", "Basotho"), s("Liberia", "Monrovia", "Liberian,Liberians"),
    s("Libya", "Tripoli", "Libyan,Libyans"), s("Lithuania", "Vilnius", "Lithuanian,Lithuanians"),
    s("Luxembourg", "", "Luxembourgish"), s("Madagascar", "Antananarivo", "Malagasy"), s("Malawi", "Lilongwe", "Malawian,Malawians"),
    s("Malaysia", "Kuala Lumpur", "Malaysian,Malaysians"), s("Maldives", "Malé", "Maldivian,Maldivians"),
    s("Mali", "Bamako", "Malian,Malians"), s("Malta", "Valletta", "Maltese"), s("Mauritania", "Nouakchott", "Mauritanian"),
    s("Mauritius", "Port Louis", "Mauritian"), s("Mexico", "Mexico City", "Mexican,Mexicans"),
    s("Moldova", "Chisinau,Chișinău", "Moldovan,Moldovans"), s("Mongolia", "Ulaanbaatar", "Mongolian,Mongolians"),
    s("Montenegro", "Podgorica", "Montenegrin"), s("Morocco", "Rabat", "Moroccan,Moroccans"),
    s("Mozambique", "Maputo", "Mozambican,Mozambicans"), s("Myanmar,Burma", "Naypyidaw", "Burmese"),
    s("Namibia", "Windhoek", "Namibian,Namibians"), s("Nepal", "Kathmandu", "Nepali,Nepalese,Nepalis"),
    s("Netherlands,Holland", "The Hague,Hague", "Dutch"), s("New Zealand", "Wellington", "New Zealander,New Zealanders"),
    s("Nicaragua", "Managua", "Nicaraguan,Nicaraguans"), s("Niger", "Niamey", "Nigerien"), s("Nigeria", "Abuja", "Nigerian,Nigerians"),
    s("North Korea,DPRK", "Pyongyang", "North Korean,North Koreans"), s("North Macedonia", "Skopje", "Macedonian,Macedonians"),
    s("Norway", "Oslo", "Norwegian,Norwegians"), s("Oman", "Muscat", "Omani,Omanis"),
    s("Pakistan", "Islamabad", "Pakistani,Pakistanis"), s("Palestine,Palestinian Authority", "Ramallah", "Palestinian,Palestinians"),
    s("Panama", "", "Panamanian,Panamanians"), s("Paraguay", "Asunción", "Paraguayan"), s("Peru", "Lima", "Peruvian,Peruvians"),
    s("Philippines", "Manila", "Philippine,Filipino,Filipinos"), s("Poland", "Warsaw", "Polish,Poles"),
    s("Portugal", "Lisbon", "Portuguese"), s("Qatar", "Doha", "Qatari,Qataris"), s("Romania", "Bucharest", "Romanian,Romanians"),
    s("Russia,Russian Federation", "Moscow,Kremlin", "Russian,Russians"), s("Rwanda", "Kigali", "Rwandan,Rwandans"),
    s("Saudi Arabia", "Riyadh", "Saudi,Saudis"), s("Senegal", "Dakar", "Senegalese"), s("Serbia", "Belgrade", "Serbian,Serbians,Serb,Serbs"),
    s("Sierra Leone", "Freetown", "Sierra Leonean"), s("Singapore", "", "Singaporean,Singaporeans"),
    s("Slovakia", "Bratislava", "Slovak,Slovaks"), s("Slovenia", "Ljubljana", "Slovenian,Slovenians"),
    s("Somalia", "Mogadishu", "Somali,Somalis"), s("South Africa", "Pretoria", "South African,South Africans"),
    s("South Korea,Republic of Korea", "Seoul", "South Korean,South Koreans"), s("South Sudan", "Juba", "South Sudanese"),
    s("Spain", "Madrid", "Spanish,Spaniards"), s("Sri Lanka", "Colombo", "Sri Lankan,Sri Lankans"),
    s("Sudan", "Khartoum", "Sudanese"), s("Sweden", "Stockholm", "Swedish,Swedes"), s("Switzerland", "Bern,Berne", "Swiss"),
    s("Syria", "Damascus", "Syrian,Syrians"), s("Taiwan", "Taipei", "Taiwanese"), s("Tajikistan", "Dushanbe", "Tajik,Tajiks"),
    s("Tanzania", "Dodoma", "Tanzanian,Tanzanians"), s("Thailand", "Bangkok", "Thai,Thais"), s("Togo", "Lomé", "Togolese"),
    s("Tunisia", "Tunis", "Tunisian,Tunisians"), s("Turkey,Türkiye,Turkiye", "Ankara", "Turkish,Turks"),
    s("Turkmenistan", "Ashgabat", "Turkmen"), s("Uganda", "Kampala", "Ugandan,Ugandans"),
    s("Ukraine", "Kyiv,Kiev", "Ukrainian,Ukrainians"), s("United Arab Emirates,UAE,Emirates", "Abu Dhabi", "Emirati,Emiratis"),
    s("United Kingdom,UK,U.K.,Britain,Great Britain", "London,Downing Street,Westminster,Whitehall", "British,Britons"),
    s("United States,United States of America,US,U.S.,USA,U.S.A.,America", "Washington,White House", "American,Americans"),
    s("Uruguay", "Montevideo", "Uruguayan,Uruguayans"), s("Uzbekistan", "Tashkent", "Uzbek,Uzbeks"),
    s("Vatican,Holy See", "", ""), s("Venezuela", "Caracas", "Venezuelan,Venezuelans"), s("Vietnam", "Hanoi", "Vietnamese"),
    s("Yemen", "Sanaa,Sana'a", "Yemeni,Yemenis"), s("Zambia", "Lusaka", "Zambian,Zambians"), s("Zimbabwe", "Harare", "Zimbabwean,Zimbabweans"),
    s("Andorra", "", "Andorran,Andorrans"), s("Antigua and Barbuda,Antigua", "", "Antiguan"), s("Bahamas", "Nassau", "Bahamian,Bahamians"),
    s("Barbados", "Bridgetown", "Barbadian,Barbadians"), s("Belize", "Belmopan", "Belizean,Belizeans"), s("Cape Verde,Cabo Verde", "Praia", "Cape Verdean"),
    s("Central African Republic", "Bangui", "Central African"), s("Comoros", "Moroni", "Comorian"), s("Dominica", "Roseau", ""),
    s("Equatorial Guinea", "Malabo", "Equatorial Guinean"), s("Grenada", "", "Grenadian"), s("Guinea-Bissau", "Bissau", ""),
    s("Kiribati", "Tarawa", "I-Kiribati"), s("Liechtenstein", "Vaduz", ""), s("Marshall Islands", "Majuro", "Marshallese"),
    s("Micronesia", "Palikir", "Micronesian,Micronesians"), s("Monaco", "", "Monegasque"), s("Nauru", "", "Nauruan,Nauruans"), s("Palau", "", "Palauan,Palauans"),
    s("Papua New Guinea", "Port Moresby", "Papua New Guinean"), s("Saint Lucia,St. Lucia", "Castries", ""), s("Samoa", "Apia", "Samoan,Samoans"),
    s("San Marino", "", "Sammarinese"), s("Seychelles", "", "Seychellois"), s("Solomon Islands", "Honiara", "Solomon Islander,Solomon Islanders"),
    s("Suriname", "Paramaribo", "Surinamese"), s("Timor-Leste,East Timor", "Dili", "Timorese"), s("Tonga", "Nuku'alofa,Nukuʻalofa", "Tongan,Tongans"),
    s("Trinidad and Tobago,Trinidad", "Port of Spain", "Trinidadian,Trinidadians"), s("Tuvalu", "Funafuti", "Tuvaluan,Tuvaluans"),
    s("Vanuatu", "Port Vila", "Ni-Vanuatu"),
    s("Scotland", "Edinburgh", "Scottish,Scots"), s("Wales", "Cardiff", "Welsh"),
    s("European Union,EU,E.U.", "Brussels", ""), s("United Nations,UN,U.N.", "", ""), s("African Union,AU", "", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_in_one_row() {
        let all = |list: fn(&State) -> &'static str| -> Vec<&'static str> {
            STATES.iter().flat_map(|s| list(s).split(',')).filter(|name| !name.is_empty()).collect()
        };
        for names in [all(|s| s.names), all(|s| s.seats), all(|s| s.adjectives)] {
            let mut sorted = names.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(sorted.len(), names.len());
        }
        assert_eq!(
            state("Islamabad").map(|(n, bond)| (STATES[n].name(), bond)),
            Some(("Pakistan", Bond::Seat))
        );
        assert_eq!(state(""), None);
    }
}
