//! The calls into PROJ's C interface that the `proj` crate does not offer.
#![expect(unsafe_code, reason = "PROJ's interface for lists of operations is in C alone")]

use std::ffi::{CStr, CString, c_char};
use std::os::unix::ffi::OsStrExt;
use std::ptr::{null, null_mut};
use std::rc::Rc;

use civico_domain::spatial::Bounds;
use proj_sys as sys;

use super::{Extent, ProjData, ReprojectError};

/// A context of PROJ, with its database; shared by the objects made in it.
#[derive(Debug, Clone)]
pub(super) struct Context(Rc<Handle>);

#[derive(Debug)]
struct Handle(*mut sys::PJ_CONTEXT);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the context was made by `proj_context_create` and nothing else destroys it.
        unsafe { sys::proj_context_destroy(self.0) };
    }
}

impl Context {
    pub(super) fn new(data: &ProjData) -> Result<Self, ReprojectError> {
        let folders: Vec<CString> = data
            .folders()
            .iter()
            .filter_map(|folder| CString::new(folder.as_os_str().as_bytes()).ok())
            .collect();
        let pointers: Vec<*const c_char> = folders.iter().map(|folder| folder.as_ptr()).collect();
        let count = i32::try_from(pointers.len()).unwrap_or(0);
        // SAFETY: PROJ copies the paths before it returns; a null context is checked for.
        unsafe {
            let context = sys::proj_context_create();
            if context.is_null() {
                return Err(ReprojectError::NoDatabase);
            }
            let context = Self(Rc::new(Handle(context)));
            sys::proj_log_level(context.raw(), sys::PJ_LOG_LEVEL_PJ_LOG_NONE);
            sys::proj_context_set_enable_network(context.raw(), 0);
            sys::proj_context_set_search_paths(context.raw(), count, pointers.as_ptr());
            let known = context.registered(4326).is_some();
            if known { Ok(context) } else { Err(ReprojectError::NoDatabase) }
        }
    }

    fn raw(&self) -> *mut sys::PJ_CONTEXT {
        self.0.0
    }

    pub(super) fn registered(&self, code: i32) -> Option<Object> {
        let code = CString::new(code.to_string()).ok()?;
        // SAFETY: all texts end with a zero and outlive the call.
        let raw = unsafe {
            sys::proj_create_from_database(
                self.raw(),
                c"EPSG".as_ptr(),
                code.as_ptr(),
                sys::PJ_CATEGORY_PJ_CATEGORY_CRS,
                0,
                null(),
            )
        };
        self.own(raw)
    }

    pub(super) fn defined(&self, text: &str) -> Option<Object> {
        let text = CString::new(text).ok()?;
        // SAFETY: the text ends with a zero and outlives the call.
        let raw = unsafe { sys::proj_create(self.raw(), text.as_ptr()) };
        self.own(raw)
    }

    fn own(&self, raw: *mut sys::PJ) -> Option<Object> {
        (!raw.is_null()).then(|| Object { raw, context: self.clone() })
    }
}

/// Whether operations through a third reference system are listed beside direct ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Through {
    /// Only where no direct operation is registered, installed or not.
    IfNoneDirect,
    /// Always.
    AnyIntermediate,
}

/// A reference system or an operation.
#[derive(Debug)]
pub(super) struct Object {
    raw: *mut sys::PJ,
    context: Context,
}

impl Drop for Object {
    fn drop(&mut self) {
        // SAFETY: the object is ours alone and its context still lives.
        unsafe { sys::proj_destroy(self.raw) };
    }
}

impl Object {
    pub(super) fn name(&self) -> String {
        // SAFETY: the name belongs to the object, which lives on.
        unsafe { text(sys::proj_get_name(self.raw)) }
    }

    pub(super) fn is_crs(&self) -> bool {
        // SAFETY: the object lives.
        unsafe { sys::proj_is_crs(self.raw) != 0 }
    }

    pub(super) fn is_geographic(&self) -> bool {
        // SAFETY: the object lives.
        let kind = unsafe { sys::proj_get_type(self.raw) };
        match kind {
            sys::PJ_TYPE_PJ_TYPE_GEOGRAPHIC_2D_CRS | sys::PJ_TYPE_PJ_TYPE_GEOGRAPHIC_3D_CRS => true,
            sys::PJ_TYPE_PJ_TYPE_COMPOUND_CRS => self.horizontal().is_some_and(|part| part.is_geographic()),
            sys::PJ_TYPE_PJ_TYPE_BOUND_CRS => self.unbound().is_some_and(|part| part.is_geographic()),
            _ => false,
        }
    }

    pub(super) fn is_northing_first(&self) -> bool {
        if let Some(part) = self.horizontal().or_else(|| self.unbound()) {
            return part.is_northing_first();
        }
        let mut direction: *const c_char = null();
        // SAFETY: the out pointers that are null are not written; the text belongs to `system`.
        unsafe {
            let system = sys::proj_crs_get_coordinate_system(self.context.raw(), self.raw);
            let Some(system) = self.context.own(system) else { return false };
            let known = sys::proj_cs_get_axis_info(
                self.context.raw(),
                system.raw,
                0,
                null_mut(),
                null_mut(),
                &raw mut direction,
                null_mut(),
                null_mut(),
                null_mut(),
                null_mut(),
            );
            known != 0 && text(direction).eq_ignore_ascii_case("north")
        }
    }

    /// The horizontal part of a compound system.
    fn horizontal(&self) -> Option<Self> {
        // SAFETY: the object lives; a null answer is checked for.
        let raw = unsafe {
            if sys::proj_get_type(self.raw) != sys::PJ_TYPE_PJ_TYPE_COMPOUND_CRS {
                return None;
            }
            sys::proj_crs_get_sub_crs(self.context.raw(), self.raw, 0)
        };
        self.context.own(raw)
    }

    /// The system itself of one that carries its own transformation (TOWGS84).
    fn unbound(&self) -> Option<Self> {
        // SAFETY: the object lives; a null answer is checked for.
        let raw = unsafe {
            if sys::proj_get_type(self.raw) != sys::PJ_TYPE_PJ_TYPE_BOUND_CRS {
                return None;
            }
            sys::proj_get_source_crs(self.context.raw(), self.raw)
        };
        self.context.own(raw)
    }

    pub(super) fn area_of_use(&self) -> Option<Bounds> {
        let (mut west, mut south, mut east, mut north) = (0.0, 0.0, 0.0, 0.0);
        // SAFETY: the out pointers are valid for the call.
        let known = unsafe {
            sys::proj_get_area_of_use(
                self.context.raw(),
                self.raw,
                &raw mut west,
                &raw mut south,
                &raw mut east,
                &raw mut north,
                null_mut(),
            )
        };
        // PROJ writes -1000 where a side is not known.
        (known != 0 && west > -999.0 && west <= east).then_some(Bounds { west, south, east, north })
    }

    pub(super) fn epsg_code(&self) -> Option<i32> {
        // SAFETY: the texts belong to the object, which lives on.
        let (authority, code) = unsafe {
            (text(sys::proj_get_id_auth_name(self.raw, 0)), text(sys::proj_get_id_code(self.raw, 0)))
        };
        if authority == "EPSG" { code.parse().ok() } else { None }
    }

    /// Finds the most likely entry of the EPSG register, with the confidence in percent.
    pub(super) fn identify(&self) -> Option<(i32, i32)> {
        let mut confidence: *mut i32 = null_mut();
        // SAFETY: list and confidences are freed here, once; the first is read only where the
        // list has one.
        unsafe {
            let list = sys::proj_identify(
                self.context.raw(),
                self.raw,
                c"EPSG".as_ptr(),
                null(),
                &raw mut confidence,
            );
            if list.is_null() {
                return None;
            }
            let found = if sys::proj_list_get_count(list) > 0 && !confidence.is_null() {
                let first = self.context.own(sys::proj_list_get(self.context.raw(), list, 0));
                first.and_then(|object| object.epsg_code()).map(|code| (code, *confidence))
            } else {
                None
            };
            sys::proj_int_list_destroy(confidence);
            sys::proj_list_destroy(list);
            found
        }
    }

    /// Lists the operations to `target`, best first.
    pub(super) fn operations_to(&self, target: &Self, area: Option<Bounds>, through: Through) -> Vec<Self> {
        let context = self.context.raw();
        let mut operations = Vec::new();
        // SAFETY: factory and list are destroyed here, once; the objects got from the list are
        // their own.
        unsafe {
            let factory = sys::proj_create_operation_factory_context(context, null());
            if factory.is_null() {
                return operations;
            }
            if let Some(Bounds { west, south, east, north }) = area {
                sys::proj_operation_factory_context_set_area_of_interest(
                    context, factory, west, south, east, north,
                );
            }
            sys::proj_operation_factory_context_set_spatial_criterion(
                context,
                factory,
                sys::PROJ_SPATIAL_CRITERION_PROJ_SPATIAL_CRITERION_PARTIAL_INTERSECTION,
            );
            sys::proj_operation_factory_context_set_grid_availability_use(
                context,
                factory,
                sys::PROJ_GRID_AVAILABILITY_USE_PROJ_GRID_AVAILABILITY_USED_FOR_SORTING,
            );
            if through == Through::AnyIntermediate {
                sys::proj_operation_factory_context_set_allow_use_intermediate_crs(
                    context,
                    factory,
                    sys::PROJ_INTERMEDIATE_CRS_USE_PROJ_INTERMEDIATE_CRS_USE_ALWAYS,
                );
            }
            let list = sys::proj_create_operations(context, self.raw, target.raw, factory);
            if !list.is_null() {
                for index in 0..sys::proj_list_get_count(list) {
                    operations.extend(self.context.own(sys::proj_list_get(context, list, index)));
                }
                sys::proj_list_destroy(list);
            }
            sys::proj_operation_factory_context_destroy(factory);
        }
        operations
    }

    pub(super) fn is_instantiable(&self) -> bool {
        // SAFETY: the object lives.
        unsafe { sys::proj_coordoperation_is_instantiable(self.context.raw(), self.raw) != 0 }
    }

    pub(super) fn is_ballpark(&self) -> bool {
        // SAFETY: the object lives.
        unsafe { sys::proj_coordoperation_has_ballpark_transformation(self.context.raw(), self.raw) != 0 }
    }

    pub(super) fn accuracy_m(&self) -> Option<f64> {
        // SAFETY: the object lives.
        let accuracy = unsafe { sys::proj_coordoperation_get_accuracy(self.context.raw(), self.raw) };
        (accuracy >= 0.0).then_some(accuracy)
    }

    /// Makes the operation that takes and gives east before north.
    pub(super) fn normalized(&self) -> Option<Self> {
        // SAFETY: the object lives; a null answer is checked for.
        let raw = unsafe { sys::proj_normalize_for_visualization(self.context.raw(), self.raw) };
        self.context.own(raw)
    }

    /// Brings a box in this reference system into longitude and latitude, roughly.
    pub(super) fn to_degrees(&self, extent: Extent) -> Option<Bounds> {
        let context = self.context.raw();
        let degrees = self.context.registered(4326)?;
        let (mut west, mut south, mut east, mut north) = (0.0, 0.0, 0.0, 0.0);
        // SAFETY: all objects live; null answers are checked for; out pointers are valid.
        let done = unsafe {
            let way = sys::proj_create_crs_to_crs_from_pj(context, self.raw, degrees.raw, null_mut(), null());
            let way = self.context.own(way)?.normalized()?;
            sys::proj_trans_bounds(
                context,
                way.raw,
                sys::PJ_DIRECTION_PJ_FWD,
                extent.min_x,
                extent.min_y,
                extent.max_x,
                extent.max_y,
                &raw mut west,
                &raw mut south,
                &raw mut east,
                &raw mut north,
                11,
            )
        };
        let finite = [west, south, east, north].into_iter().all(f64::is_finite);
        (done != 0 && finite).then_some(Bounds { west, south, east, north })
    }

    /// Transforms coordinates in place.
    pub(super) fn transform(&self, xs: &mut [f64], ys: &mut [f64], zs: &mut [f64]) {
        let count = xs.len().min(ys.len());
        let heights = if zs.len() >= count { zs.as_mut_ptr() } else { null_mut() };
        let heights_count = if heights.is_null() { 0 } else { count };
        let stride = size_of::<f64>();
        // SAFETY: each pointer is to at least `count` numbers, or null with a count of zero.
        unsafe {
            sys::proj_errno_reset(self.raw);
            sys::proj_trans_generic(
                self.raw,
                sys::PJ_DIRECTION_PJ_FWD,
                xs.as_mut_ptr(),
                stride,
                count,
                ys.as_mut_ptr(),
                stride,
                count,
                heights,
                stride,
                heights_count,
                null_mut(),
                0,
                0,
            );
        }
    }
}

/// Copies a text of PROJ's; an absent one is empty.
unsafe fn text(raw: *const c_char) -> String {
    if raw.is_null() {
        return String::new();
    }
    // SAFETY: the caller says that the text ends with a zero and lives during the call.
    unsafe { CStr::from_ptr(raw) }.to_string_lossy().into_owned()
}
