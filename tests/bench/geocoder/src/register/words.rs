//! The words that names are made from.

use std::sync::LazyLock;

type Words = LazyLock<Vec<&'static str>>;

fn list(text: &'static str) -> Vec<&'static str> {
    text.split(',').map(str::trim).collect()
}

/// Given names.
pub(super) static GIVEN: Words = LazyLock::new(|| {
    list(
        "Giuseppe, Giovanni, Antonio, Carlo, Luigi, Francesco, Angelo, Alessandro, Pietro, Giacomo, Enrico, \
     Ettore, Cesare, Vittorio, Umberto, Guglielmo, Leonardo, Michelangelo, Raffaele, Domenico, Paolo, \
     Vincenzo, Camillo, Massimo, Silvio, Goffredo, Ugo, Ippolito, Tommaso, Gaetano, Gioacchino, Arturo, \
     Galileo, Evangelista, Alberto, Amedeo, Achille, Filippo, Bernardino, Nazario, Fabio, Armando, \
     Giulio, Benedetto, Aldo, Piero, Bruno, Ezio, Felice, Eugenio, Edoardo, Emilio, Agostino, Ambrogio, \
     Aurelio, Bartolomeo, Biagio, Cristoforo, Damiano, Dante, Davide, Elia, Ernesto, Federico, Ferruccio, \
     Gabriele, Gaspare, Giosue, Grazia, Guido, Ivano, Jacopo, Lorenzo, Luca, Marco, Maria, Mario, Matteo, \
     Maurizio, Michele, Nicola, Oreste, Ottavio, Pasquale, Renato, Riccardo, Roberto, Rocco, Salvatore, \
     Sandro, Sergio, Stefano, Teresa, Torquato, Ada, Anna, Elsa, Rosa, Tina",
    )
});

/// Well-known surnames.
pub(super) static SURNAMES: Words = LazyLock::new(|| {
    list(
        "Garibaldi, Mazzini, Cavour, Manzoni, Verdi, Rossini, Puccini, Bellini, Donizetti, Mascagni, \
     Leopardi, Foscolo, Carducci, Pascoli, Verga, Pirandello, Petrarca, Boccaccio, Ariosto, Tasso, \
     Alfieri, Parini, Goldoni, Monti, Nievo, Grossi, Giusti, De Amicis, Collodi, Fogazzaro, Ungaretti, \
     Montale, Quasimodo, Saba, Pavese, Vittorini, Calvino, Ginzburg, Levi, Buzzati, Gadda, Volta, \
     Marconi, Fermi, Galvani, Torricelli, Meucci, Pacinotti, Ferraris, Majorana, Avogadro, Golgi, Natta, \
     Montessori, Galilei, Mantegna, Tintoretto, Veronese, Carracci, Tiepolo, Guardi, Donatello, \
     Brunelleschi, Alberti, Bramante, Palladio, Bernini, Borromini, Cellini, Canova, Luini, Foppa, Hayez, \
     Segantini, Fattori, Modigliani, Boccioni, Balla, Morandi, Fontana, Colombo, Vespucci, Caboto, \
     Pigafetta, Nobile, Baracca, Doria, Capponi, Ferrucci, Micca, Toti, Battisti, Sauro, Filzi, Chiesa, \
     Diaz, Cadorna, Rizzo, Matteotti, Gramsci, Turati, Gobetti, Amendola, Rosselli, Cervi, Sturzo, \
     Minzoni, De Gasperi, Parri, Pertini, Einaudi, De Nicola, Moro, Saragat, Calamandrei, La Pira, \
     Spinelli, La Malfa, Nenni, Togliatti, Berlinguer, Anselmi, Merlin, Curiel, Puecher, Falcone, \
     Borsellino, Dalla Chiesa, Impastato, Ambrosoli, Galli, Tobagi, Bachelet, Rossa, La Torre, Livatino, \
     Puglisi, Milani, Gnocchi, Grandi, Vanoni, Mattei, Olivetti, Bartali, Coppi, Mameli, D'Azeglio, \
     Cattaneo, Pellico, Menotti, Bixio, Pisacane, Manin, Manara, Cialdini, La Marmora, Speri, Dandolo, \
     Morosini, Saffi, Crispi, Sella, Ricasoli, Rattazzi, Minghetti, Gioberti, Balbo, Rosmini",
    )
});

/// Beginnings of surnames.
pub(super) static STEMS: Words = LazyLock::new(|| {
    list(
        "Bert, Cast, Ferr, Mart, Gall, Lomb, Mor, Ross, Bian, Nav, Ott, Pagan, Per, Riv, Sacch, Tog, Vill, \
     Zan, Corn, Brambill, Carav, Grig, Mir, Pozz, Rad, Sal, Tav, Ub, Val, Vism",
    )
});

/// Ends of surnames.
pub(super) static SUFFIXES: Words =
    LazyLock::new(|| list("ini, oni, ati, elli, etti, aghi, azzi, ani, oldi, icchi, isi, otti"));

/// Saints, parted from what stands before.
pub(super) static SAINTS: Words = LazyLock::new(|| {
    list(
        "San |Giovanni, San |Giuseppe, San |Martino, San |Rocco, San |Pietro, San |Paolo, San |Carlo, San \
     |Lorenzo, San |Michele, San |Bernardo, San |Benedetto, San |Giorgio, San |Vittore, San |Fermo, San \
     |Domenico, San |Materno, San |Sebastiano, San |Cristoforo, San |Zeno, San |Dionigi, San |Nazaro, San \
     |Luigi Gonzaga, San |Giovanni Bosco, San |Francesco d'Assisi, San |Bernardino, San |Marco, San \
     |Siro, San |Gottardo, San |Maurizio, Santa |Chiara, Santa |Caterina, Santa |Lucia, Santa |Maria, \
     Santa |Margherita, Santa |Rita da Cascia, Santa |Teresa, Santa |Marta, Santa |Giustina, Santa \
     |Croce, Santa |Sofia, Santa |Tecla, Sant'|Ambrogio, Sant'|Antonio, Sant'|Agostino, Sant'|Andrea, \
     Sant'|Eustorgio, Sant'|Elena, Sant'|Agnese, Sant'|Alessandro, Sant'|Eufemia, Sant'|Orsola, Santo \
     |Stefano, Santo |Spirito",
    )
});

/// Cities, rivers, mountains and battles.
pub(super) static PLACES: Words = LazyLock::new(|| {
    list(
        "Torino, Roma, Genova, Venezia, Bologna, Firenze, Napoli, Palermo, Bari, Trieste, Trento, Gorizia, \
     Udine, Verona, Padova, Vicenza, Treviso, Belluno, Rovigo, Mantova, Cremona, Brescia, Bergamo, Como, \
     Lecco, Sondrio, Varese, Pavia, Lodi, Novara, Vercelli, Biella, Asti, Alessandria, Cuneo, Aosta, \
     Imperia, Savona, Parma, Modena, Ferrara, Ravenna, Rimini, Ancona, Perugia, Siena, Pisa, Livorno, \
     Lucca, Arezzo, Grosseto, Pistoia, Cagliari, Sassari, Nuoro, Catania, Messina, Siracusa, Trapani, \
     Agrigento, Lecce, Taranto, Brindisi, Foggia, Potenza, Matera, Cosenza, Catanzaro, Crotone, Salerno, \
     Avellino, Benevento, Caserta, Pescara, Teramo, Chieti, Campobasso, Isernia, Latina, Frosinone, \
     Rieti, Viterbo, Terni, Adige, Ticino, Adda, Lambro, Olona, Tagliamento, Isonzo, Piave, Brenta, \
     Tevere, Arno, Volturno, Garigliano, Metauro, Trebbia, Secchia, Cervino, Bianco, Rosa, Grappa, \
     Pasubio, Sabotino, Ortigara, Nevoso, Adamello, Bernina, Resegone, Grigna, Gran Sasso, Vesuvio, Etna, \
     Solferino, Magenta, Goito, Pastrengo, Montebello, Palestro, Calatafimi, Marsala, Curtatone, Mentana, \
     Legnano, Pontida, Lepanto, Caporetto",
    )
});

/// Plants, trades, things that are there, and names that are no person's.
pub(super) static THINGS: Words = LazyLock::new(|| {
    list(
        "dei Tigli, dei Platani, degli Aceri, dei Pini, delle Betulle, delle Acacie, dei Ciliegi, delle \
     Magnolie, delle Rose, dei Gelsomini, delle Viole, dei Gigli, delle Mimose, dei Mughetti, dei \
     Glicini, degli Oleandri, dei Salici, dei Pioppi, delle Querce, degli Olmi, dei Castagni, dei Faggi, \
     dei Cedri, degli Abeti, dei Larici, della Liberta, della Repubblica, della Resistenza, della \
     Costituzione, dell'Unita, della Pace, dei Partigiani, dei Caduti, dei Mille, dell'Artigianato, \
     dell'Industria, del Lavoro, delle Industrie, della Stazione, del Municipio, della Chiesa, del \
     Cimitero, del Mulino, della Fornace, della Filanda, del Molino Vecchio, della Roggia, del Fontanile, \
     dei Prati, dei Campi, della Vigna, dei Boschi, del Parco, delle Scuole, dell'Asilo, dello Sport, \
     della Posta, del Mercato, delle Rimembranze, della Vittoria, della Cascina Nuova, del Castello, \
     delle Mura, del Ponte, della Fontana, delle Fonti, dei Gelsi, delle Allodole, delle Rondini, dei \
     Falchi, delle Primule, dei Ranuncoli, degli Alpini, dei Bersaglieri, dei Fanti, degli Artiglieri, \
     dei Marinai, dell'Aeronautica, dei Carabinieri, Leonardo da Vinci, Marco Polo, Papa Giovanni, \
     Cascina Bianca, Cascina Rossa, Villoresi, Naviglio Grande, Martesana",
    )
});

/// Sovereigns that have numbers.
pub(super) static RULERS: Words = LazyLock::new(|| {
    list(
        "Vittorio Emanuele, Umberto, Papa Giovanni, Pio, Carlo Alberto, Napoleone, Paolo, Federico, Enrico, \
     Clemente",
    )
});

/// Days of the month.
pub(super) static DAYS: Words = LazyLock::new(|| {
    list(
        "Primo, Due, Tre, Quattro, Cinque, Sei, Sette, Otto, Nove, Dieci, Undici, Dodici, Tredici, \
     Quattordici, Quindici, Sedici, Diciassette, Diciotto, Diciannove, Venti, Ventuno, Ventidue, \
     Ventitre, Ventiquattro, Venticinque, Ventisei, Ventisette, Ventotto, Ventinove, Trenta",
    )
});

/// Months.
pub(super) static MONTHS: Words = LazyLock::new(|| {
    list(
        "Gennaio, Febbraio, Marzo, Aprile, Maggio, Giugno, Luglio, Agosto, Settembre, Ottobre, Novembre, \
     Dicembre",
    )
});
